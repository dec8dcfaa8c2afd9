//! Collaboration Support.

use super::Story;
use shared::case::Language::{En, Fr};

pub(super) const STORIES: &[Story] = &[
    Story {
        language: En,
        about: ("Mail and calendar", "Mail flow"),
        titles: &["Mail to partners is delayed by hours", "Outgoing mail queues up since {time}"],
        description: "Since {time} mail to some partners leaves **hours** late. {count} messages are in the queue:\n\n\
            ```\n451 4.7.500 Server busy. Please try again later\n```\n\nMail inside the company is not affected.",
        impact: "Tenders and delivery notes arrive too late.",
        question: "Which address do these messages leave from? Please send the full header of one delayed message.",
        answer: "From the connector in {site}. Header attached.",
        note: "Sender reputation of the connector's address dropped after a newsletter through the same path.",
        fix: "A newsletter had damaged the reputation of the address your mail leaves from. It now has a path of its own, and the \
            queue is empty.",
    },
    Story {
        language: En,
        about: ("Mail and calendar", "Calendar and rooms"),
        titles: &["Rooms in {site} accept double bookings", "Room calendar shows free while booked"],
        description: "Rooms in {site} accept two meetings for the same hour. It began with the new **room panels**.",
        impact: "Meetings are held in corridors.",
        question: "Do the panels book with an account of their own? Please send its permissions on one of the rooms.",
        answer: "They do, as *editor*. We gave it that right so that people can book at the door.",
        note: "Editor bypasses the booking attendant. Needs 'book in policy' instead.",
        fix: "The panels' account now books through the room's policy instead of writing into its calendar. Double bookings are \
            refused again.",
    },
    Story {
        language: En,
        about: ("Meetings and chat", "Audio and video"),
        titles: &["No sound in meetings from {site}", "Robotic voices in calls since {time}"],
        description: "People in {site} hear others like **robots**. Those at home hear well. The call report says:\n\n\
            - jitter 90 ms\n- loss 6 %\n- transport: TCP",
        impact: "{count} people in the contact centre work from their mobile phones.",
        question: "The transport is TCP, so UDP seems to be blocked. Are ports 3478 to 3481 open towards the media relays?",
        answer: "They were, until the firewall was replaced. Open again now.",
        note: "UDP 3478-3481 missing in the new rule set. Confirmed in the capture.",
        fix: "With UDP open the calls use it, jitter is at 8 ms, and nobody complained today.",
    },
    Story {
        language: En,
        about: ("Meetings and chat", "Files and channels"),
        titles: &["Files of a channel can't be opened", "{count} channels lost their files tab"],
        description: "In {count} channels the files tab says *this library can't be found*. The files are there when opened by **link**.",
        impact: "Project teams can't find their documents.",
        question: "Were the sites behind these channels renamed or moved?",
        answer: "Renamed, by a clean-up script of ours.",
        note: "Channel keeps the old address. Repair cmdlet rebinds it; ran it for all listed channels.",
        fix: "The channels are bound to the renamed sites again. Your script can keep the old addresses as redirects; we sent the option.",
    },
    Story {
        language: En,
        about: ("Mail and calendar", "Mailbox access"),
        titles: &["Shared mailbox missing after the migration", "Shared mailbox of {app} not visible"],
        description: "After the migration {count} people do not see the shared mailbox of {app}. Their rights are in the list.",
        impact: "Customer mail is answered with a day's delay.",
        question: "Were the rights given to a group? Automatic display follows direct rights only.",
        answer: "Yes, to a group, since the migration.",
        note: "By design. Gave them the script that expands the group.",
        fix: "The mailbox appears again for everybody: the script gives the rights to the group's members directly, each night.",
    },
    Story {
        language: Fr,
        about: ("Mail and calendar", "Mail flow"),
        titles: &[
            "Messages classés en indésirables chez nos clients",
            "Courriels rejetés depuis le changement de prestataire",
        ],
        description: "Depuis le changement de prestataire d'envoi, nos courriels arrivent **dans les indésirables**. L'en-tête contient :\n\n\
            ```\nspf=softfail; dkim=none; dmarc=fail\n```",
        impact: "{count} clients n'ont pas reçu leur avis d'échéance.",
        question: "L'enregistrement SPF contient-il le nouveau prestataire, et la clé DKIM a-t-elle été publiée ?",
        answer: "Ni l'un ni l'autre. Nous avons demandé la publication à l'équipe DNS.",
        note: "DNS change scheduled for tonight.",
        fix: "SPF et DKIM sont publiés : les essais passent chez les cinq grands hébergeurs.",
    },
    Story {
        language: Fr,
        about: ("Meetings and chat", "Joining a meeting"),
        titles: &[
            "Les invités externes restent dans la salle d'attente",
            "Impossible de rejoindre la réunion depuis {site}",
        ],
        description: "Les invités externes restent **dans la salle d'attente**, et l'organisateur ne voit aucun bouton pour les admettre.",
        impact: "Les comités avec nos partenaires ne peuvent pas se tenir.",
        question: "L'organisateur est-il dans la stratégie *Direction* ? Elle a été modifiée mardi.",
        answer: "Oui. Et en dehors de ce groupe, tout fonctionne.",
        note: "Policy change on Tuesday set admission to 'organisers' with co-organisers excluded.",
        fix: "La stratégie *Direction* admet de nouveau les co-organisateurs. L'essai de ce matin avec trois partenaires a réussi.",
    },
    Story {
        language: Fr,
        about: ("Meetings and chat", "Telephony"),
        titles: &["Transferts d'appels perdus au standard", "Le standard de {site} coupe les transferts"],
        description: "Un transfert sur trois est **coupé** au standard de {site}. L'appelant entend deux bips, puis plus rien.",
        impact: "{count} appels perdus par jour au service client.",
        question: "Ces transferts vont-ils vers des numéros externes ? Pouvez-vous nous donner trois exemples avec l'heure ?",
        answer: "Oui, vers les astreintes. Trois exemples : 9 h 12, 9 h 40 et 10 h 05.",
        note: "Carrier rejects REFER with unknown P-Asserted-Identity. Setting on the SBC.",
        fix: "Le contrôleur de session présente maintenant le numéro du standard lors d'un transfert. Aucun appel perdu depuis hier.",
    },
];
