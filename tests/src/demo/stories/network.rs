//! Network Support.

use super::Story;
use shared::case::Language::{En, Fr};

pub(super) const STORIES: &[Story] = &[
    Story {
        language: En,
        about: ("Virtual network", "Latency or packet loss"),
        titles: &["Packet loss between {site} and the data centre", "{app} slow from {site} only"],
        description: "From {site} we lose between 2 and 5 % of packets since {time}. A trace:\n\n\
            ```\n 6  core-2.example  11.2 ms\n 7  *\n 8  edge-9.example  48.7 ms  (loss 4 %)\n```\n\nOther sites are **not** affected.",
        impact: "Calls break up and {app} is hardly usable for {count} people.",
        question: "Could you run the trace in both directions, every minute for half an hour? Loss at one hop only is often that \
            router not answering.",
        answer: "Done. Loss begins at hop 8 in both directions and stays until the end.",
        note: "Carrier confirms a degraded optical path; repair crew on site. Rerouted over the second circuit meanwhile.",
        fix: "Your carrier replaced an optical module. Before that we had moved the traffic to the second circuit; it is back on \
            the first since last night without loss.",
    },
    Story {
        language: En,
        about: ("Virtual network", "Site-to-site tunnel"),
        titles: &["Tunnel to {site} drops every hour", "Site-to-site tunnel flaps since the firewall update"],
        description: "The tunnel to {site} drops **every 60 minutes** for about a minute. It began with the firewall's update.\n\n\
            The log shows `no proposal chosen` at every rekey.",
        impact: "Long transfers of {app} start over each hour.",
        question: "Please send the phase 2 proposals of both ends. We suspect that the update dropped a group.",
        answer: "Ours now offers group 19 and 20 only. Before, 14 was in the list.",
        note: "Peer is pinned to group 14. Either side can change; 19 is the better choice.",
        fix: "Both ends now use group 19, and the tunnel has been up for two days without a break.",
    },
    Story {
        language: En,
        about: ("Virtual network", "Name resolution"),
        titles: &["Names of {app} resolve to the old address", "Intermittent name resolution failures"],
        description: "After the move, about one query in four for {app} still gets the **old** address, {count} minutes after the change. \
            The record's lifetime is 60 seconds.",
        impact: "One request in four fails.",
        question: "Which resolvers do the clients ask? Please query each of them directly and send the answers.",
        answer: "Four resolvers; {host} gives the old address with a lifetime of a day.",
        note: "{host} has a static override from a test in spring.",
        fix: "An override on {host} from an old test answered in place of the zone. With it removed, all four resolvers agree.",
    },
    Story {
        language: En,
        about: ("Virtual network", "Firewall rules"),
        titles: &["Firewall drops return traffic of {app}", "New rule for {app} has no effect"],
        description: "The rule for port 8443 is in place and its counter **rises**, but no answer arrives. Captures on both sides:\n\n\
            - client: SYN sent, nothing back\n- server: SYN received, SYN-ACK sent",
        impact: "The go-live of {app} in {site} is blocked.",
        question: "Does the answer take the same path? The server has two interfaces, and its default route may point to the other.",
        answer: "It does point to the other one. We had not thought of that.",
        note: "Asymmetric routing, stateful firewall drops the SYN-ACK. Policy route on the server.",
        fix: "With a route back through the firewall the connection is established. We also found two older rules that never match \
            and listed them for you.",
    },
    Story {
        language: En,
        about: ("Virtual network", "Latency or packet loss"),
        titles: &["Throughput capped at 90 Mbit/s from {site}", "Uploads from {site} slow"],
        description: "The line has 1 Gbit/s, but a single transfer never exceeds **90 Mbit/s**. Four transfers at once reach 360.",
        impact: "Nightly copies of {count} GB no longer finish before the shops open.",
        question: "What is the round-trip time, and the receive window on {host}? 90 Mbit/s at 45 ms is what a 512 KB window gives.",
        answer: "45 ms and 512 KB, exactly.",
        note: "Bandwidth-delay product. Window scaling was disabled by an old hardening script.",
        fix: "With window scaling switched on again, one transfer reaches 870 Mbit/s. The hardening script has been corrected.",
    },
    Story {
        language: Fr,
        about: ("Virtual network", "Site-to-site tunnel"),
        titles: &["Le tunnel vers {site} ne monte plus", "Tunnel vers {site} interrompu depuis {time}"],
        description: "Depuis {time}, le tunnel vers {site} ne s'établit plus. Le journal indique :\n\n```\nAUTHENTICATION_FAILED\n```\n\n\
            Aucune modification de notre côté.",
        impact: "{count} personnes à {site} n'ont plus accès à {app}.",
        question: "La clé partagée a-t-elle une date de fin ? La nôtre a été renouvelée la semaine dernière, comme annoncé.",
        answer: "L'annonce est arrivée chez un collègue parti depuis. Nous mettons la nouvelle clé.",
        note: "Contact list outdated; asked the CSAM to refresh the notification contacts.",
        fix: "Le tunnel est rétabli avec la nouvelle clé. Vos contacts pour les annonces ont été mis à jour.",
    },
    Story {
        language: Fr,
        about: ("Virtual network", "Name resolution"),
        titles: &["Résolution de noms lente depuis {site}", "Délai de 5 secondes à chaque connexion"],
        description: "Chaque première connexion à {app} prend **exactement 5 secondes**. Ensuite tout est rapide, jusqu'au lendemain.",
        impact: "{count} utilisateurs le signalent chaque matin.",
        question: "Cinq secondes, c'est le délai d'un premier serveur de noms qui ne répond pas. Lesquels sont configurés ?",
        answer: "Le premier de la liste a été arrêté en mars…",
        note: "Dead resolver first in DHCP options.",
        fix: "L'ancien serveur est retiré de la configuration distribuée aux postes. Le délai a disparu.",
    },
    Story {
        language: Fr,
        about: ("Virtual network", "Firewall rules"),
        titles: &["Flux bloqué entre {site} et {host}", "Le pare-feu bloque {app} depuis ce matin"],
        description: "Depuis la mise à jour des règles, le flux TCP 1433 vers {host} est **rejeté**. La règle est pourtant *au-dessus* du refus général.",
        impact: "{app} ne peut plus écrire ses résultats.",
        question: "La règle vise-t-elle un groupe d'objets ? Il a pu être vidé lors de la mise à jour.",
        answer: "Oui, et le groupe est vide.",
        note: "Object group emptied by import. Their change process lacks a dry run.",
        fix: "Le groupe est de nouveau rempli et le flux passe. L'import compare désormais avant d'appliquer.",
    },
];
