//! Identity & Access Support.

use super::Story;
use shared::case::Language::{En, Fr};

pub(super) const STORIES: &[Story] = &[
    Story {
        language: En,
        about: ("Directory and sign-in", "Cannot sign in"),
        titles: &[
            "{count} users in {site} can't sign in",
            "Sign-in fails with “account is locked” in {site}",
        ],
        description: "Since {time} users in {site} are told that their account is locked. Unlocking helps **for a few minutes**, then they \
            are locked again.\n\nThe source of the failed attempts is always {host}.",
        impact: "{count} people can't work. The service desk is flooded.",
        question: "What runs on {host}? Please export its failed sign-ins of the last hour, with the application id.",
        answer: "An old mail relay. Exported: all attempts are with basic authentication.",
        note: "Cached passwords after the forced reset on Friday. Legacy relay retries every 10 s.",
        fix: "The relay kept using passwords from before Friday's reset. It now uses an application credential, and lockouts have \
            stopped. Basic authentication should be switched off for this tenant; we sent the steps.",
    },
    Story {
        language: En,
        about: ("Directory and sign-in", "Multi-factor authentication"),
        titles: &["Authenticator prompts do not arrive", "Second factor missing for new phones"],
        description: "People who changed their phone get **no prompt** at sign-in. Codes by text message work.\n\n\
            - devices: new ones only\n- app: newest version\n- network: company Wi-Fi and mobile",
        impact: "About {count} people can't approve payments in {app}.",
        question: "Was the old phone's registration removed? With two registrations the prompt goes to the one used last.",
        answer: "No, nobody removed them. We did not know that it matters.",
        note: "Registration campaign did not clear old devices. Script provided to drop registrations unused for 30 days.",
        fix: "The old registrations are removed and prompts arrive on the new phones. The script runs monthly from now on.",
    },
    Story {
        language: En,
        about: ("Directory and sign-in", "Provisioning"),
        titles: &["New colleagues do not appear in {app}", "Provisioning to {app} stopped at {time}"],
        description: "Accounts created since yesterday are missing in {app}. The provisioning log says *quarantine*:\n\n\
            ```\nSCIM 409 Conflict: userName already exists\n```\n\nThere are {count} such lines.",
        impact: "New starters sit in front of their first day's work without access.",
        question: "Does the attribute mapping match on `userName` or on `externalId`? And were people renamed lately?",
        answer: "On `userName`. And yes: the merger renamed a whole department last week.",
        note: "Matching on userName, of course. Plan: match on externalId, restart the cycle once.",
        fix: "Matching now goes by `externalId`, which no renaming changes. The full cycle ran without conflict and everybody has \
            their account.",
    },
    Story {
        language: En,
        about: ("Directory and sign-in", "Conditional access"),
        titles: &[
            "Policy blocks {app} outside the office",
            "Conditional access asks for a compliant device it has",
        ],
        description: "From home, {app} refuses with *device must be compliant*. The device **is** compliant in device management.\n\n\
            It concerns laptops delivered since last month.",
        impact: "{count} people have to come to the office in {site}.",
        question: "Please send the sign-in's details page: is there a device id in it at all?",
        answer: "No device id. The browser on the new image is the one without the extension.",
        note: "Image team dropped the browser extension when they moved to the new build.",
        fix: "The browser needs its sign-in extension to present the device. It is part of the image again, and device management \
            has installed it on the laptops already delivered.",
    },
    Story {
        language: En,
        about: ("Directory and sign-in", "Provisioning"),
        titles: &["Group membership takes a day to reach {app}", "Nested groups are not provisioned"],
        description: "Adding somebody to `APP-Users` has no effect in {app} until the next day, and members of **nested** groups never arrive.",
        impact: "Access requests take a day longer than promised.",
        question: "Is the assignment to the parent group? Provisioning follows direct members only.",
        answer: "Yes, to the parent. We will assign the child groups then.",
        note: "Works as documented. Cycle length is 40 min; the rest was their approval workflow.",
        fix: "With the child groups assigned, a new member reaches {app} in 25 minutes. The day's delay was the nightly job in \
            your own approval workflow.",
    },
    Story {
        language: Fr,
        about: ("Directory and sign-in", "Cannot sign in"),
        titles: &[
            "Connexion impossible pour {count} agents",
            "Erreur à la connexion depuis le changement de nom",
        ],
        description: "Depuis le changement de nom de domaine, {count} agents de {site} reçoivent *compte introuvable*.\n\n\
            Le nouvel identifiant fonctionne dans le navigateur, **pas** dans {app}.",
        impact: "Les agences de {site} ne peuvent plus ouvrir de dossiers.",
        question: "Est-ce que {app} reconnaît les personnes par leur nom d'utilisateur ou par leur identifiant d'objet ?",
        answer: "Par le nom d'utilisateur. L'éditeur nous dit que cela peut se changer.",
        note: "App keyed on UPN. Vendor has a switch for object id; migration script from vendor.",
        fix: "{app} s'appuie maintenant sur l'identifiant d'objet, qui ne change jamais. Tous les comptes ont été rapprochés.",
    },
    Story {
        language: Fr,
        about: ("Directory and sign-in", "Multi-factor authentication"),
        titles: &[
            "Pas de second facteur pour les prestataires",
            "Boucle de connexion avec le second facteur",
        ],
        description: "Les prestataires invités sont renvoyés **en boucle** vers la page du second facteur. Effacer les cookies n'y change rien.",
        impact: "{count} prestataires ne peuvent pas livrer {app}.",
        question: "Votre stratégie fait-elle confiance au second facteur de leur annuaire d'origine ?",
        answer: "Non, l'option n'est pas cochée.",
        note: "Cross-tenant trust off, and their home tenant blocks external registration. Hence the loop.",
        fix: "Avec la confiance accordée au second facteur de leur annuaire, les prestataires se connectent sans boucle.",
    },
    Story {
        language: Fr,
        about: ("Directory and sign-in", "Conditional access"),
        titles: &["Accès bloqué depuis {site}", "La stratégie d'accès bloque le nouveau bureau de {site}"],
        description: "Le nouveau bureau de {site} est vu comme un emplacement *inconnu* : toutes les connexions sont bloquées depuis {time}.",
        impact: "L'ouverture du bureau est repoussée.",
        question: "Quelle est l'adresse publique de sortie du bureau ? Elle ne figure pas dans les emplacements nommés.",
        answer: "Elle a changé hier avec le nouvel opérateur. La voici dans le commentaire ci-dessous.",
        note: "Named location updated by customer; nothing on our side.",
        fix: "La nouvelle adresse est dans les emplacements nommés, et les connexions passent depuis {site}.",
    },
];
