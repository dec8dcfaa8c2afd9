//! Database Support.

use super::Story;
use shared::case::Language::{En, Fr};

pub(super) const STORIES: &[Story] = &[
    Story {
        language: En,
        about: ("Relational database", "Query performance"),
        titles: &["Monthly report takes hours since the upgrade", "Query plan changed, {app} times out"],
        description: "After the upgrade on Sunday one query of {app} went from *seconds* to **over two hours**. The plan now starts \
            with a full scan of `order_line` ({count} million rows):\n\n\
            ```\nSeq Scan on order_line  (cost=0.00..9138271.20)\n  Filter: (booked_on >= '2026-01-01')\n```\n\n\
            Statistics were refreshed after the upgrade.",
        impact: "Month-end closing in {site} waits for this report.",
        question: "Could you send `EXPLAIN (ANALYZE, BUFFERS)` of the query, and the definition of the index on `booked_on`?",
        answer: "Both attached. The index is there, but the planner does not use it.",
        note: "Partial index predicate no longer matches: the column became timestamptz in the application's migration, the \
            predicate is still on date. Not the upgrade at all.",
        fix: "The index was made for a `date` column and the column is a timestamp since your last release. With the index \
            recreated the report takes 40 seconds. Nothing in the upgrade needs to be undone.",
    },
    Story {
        language: En,
        about: ("Relational database", "Failover and replication"),
        titles: &["Replica in {site} lags by hours", "Replication lag grows every night"],
        description: "The replica falls behind every night from {time} and has not caught up by morning.\n\n\
            - lag at 06:00: **3 h 10 min**\n- network between the sites: quiet\n- disk of the replica: 100 % busy",
        impact: "Branches read yesterday's stock figures until noon.",
        question: "What runs at {time}? Please send the list of scheduled jobs and the write-ahead log volume per hour.",
        answer: "The archive job: it deletes about {count} million rows in one transaction.",
        note: "Single-threaded apply on this version. Batch the delete, or move to partitions and drop them.",
        fix: "With the archive job deleting in batches of 10 000, the lag stays under a minute. For next year we recommend \
            monthly partitions, so that archiving becomes a drop.",
    },
    Story {
        language: En,
        about: ("Relational database", "Connectivity"),
        titles: &["{app} loses its connections at {time}", "Connection pool exhausted every day at {time}"],
        description: "Every day at about {time} our pool reports `remaining connection slots are reserved`. Ten minutes later all is \
            well again.\n\nThe limit is 500, and the pool asks for 200.",
        impact: "{count} users see an error page for ten minutes each day.",
        question: "Could you capture `pg_stat_activity` grouped by application name during those ten minutes?",
        answer: "Captured today. 280 connections come from a reporting tool that nobody here knew of.",
        note: "Reporting tool opens one connection per dashboard tile. Owner on the customer's side found.",
        fix: "The reporting tool now goes through the pooler with a limit of 20. We saw no refusal for three days.",
    },
    Story {
        language: En,
        about: ("Relational database", "Backup and restore"),
        titles: &["Point-in-time restore fails on {host}", "Restore test fails for the second time"],
        description: "Our quarterly restore test fails:\n\n```\nFATAL: requested recovery stop point is before consistent recovery point\n```\n\n\
            We tried three different moments of last **Tuesday**.",
        impact: "We can't show our auditors a successful restore; the test is due this week.",
        question: "Which base backup does the test start from? Its end must lie before the moment you restore to.",
        answer: "From the one of Tuesday 22:00. We asked for Tuesday 18:00, so that explains it.",
        note: "Docs are unclear here. Suggested a picture of base backup and stop point to the documentation team.",
        fix: "Restored to Tuesday 18:00 from Monday's base backup: consistent, and the row counts agree with yours.",
    },
    Story {
        language: En,
        about: ("Relational database", "Query performance"),
        titles: &["Deadlocks in {app} after the release", "Lock waits pile up from {time}"],
        description: "Since Thursday's release we see about {count} deadlocks an hour between two procedures that update the same tables \
            in **different order**.\n\nThe deadlock graph of one of them:\n\n> process 7012 waits for key lock on `stock`, owned by 7044; \
            process 7044 waits for key lock on `orders`, owned by 7012",
        impact: "Bookings fail and are repeated by hand.",
        question: "Can the release be changed so that both lock `orders` first? If not, we can look at a retry in the data layer.",
        answer: "Changing the order is easy. A fix is in test and goes out tonight.",
        note: "Customer found it themselves once they had the graph. Keep open until a clean day.",
        fix: "No deadlock since your release of last night. We close this when you agree.",
    },
    Story {
        language: Fr,
        about: ("Relational database", "Query performance"),
        titles: &[
            "Requête de {app} très lente depuis lundi",
            "Temps de réponse de la base multiplié par dix",
        ],
        description: "La recherche de contrats prend désormais **plus de 20 secondes**. Le plan d'exécution montre un tri sur disque :\n\n\
            ```\nSort Method: external merge  Disk: 812 MB\n```\n\nLe volume de données n'a pas changé.",
        impact: "{count} conseillers attendent devant leur écran avec un client au téléphone.",
        question: "La valeur de `work_mem` a-t-elle été modifiée ? Envoyez-nous aussi le plan complet.",
        answer: "Elle est revenue à la valeur par défaut lors du changement de serveur de dimanche.",
        note: "Config drift after host replacement. Parameter group was not attached to the new instance.",
        fix: "Le groupe de paramètres est de nouveau rattaché à l'instance. La recherche répond en moins d'une seconde.",
    },
    Story {
        language: Fr,
        about: ("Relational database", "Failover and replication"),
        titles: &[
            "La bascule automatique n'a pas eu lieu",
            "Bascule de la base : {app} reste sur l'ancien primaire",
        ],
        description: "Lors de l'incident de {time}, le secondaire est devenu primaire, mais {app} a continué d'écrire vers l'ancien pendant \
            huit minutes :\n\n1. erreur de connexion,\n2. reconnexion **au même serveur**,\n3. erreur *read-only transaction*.",
        impact: "Huit minutes d'arrêt complet pour {count} utilisateurs.",
        question: "Quelle durée de vie a l'entrée DNS dans le cache du pilote ? Et la chaîne de connexion nomme-t-elle les deux serveurs ?",
        answer: "Un seul serveur est nommé, et la machine virtuelle Java garde les noms sans limite.",
        note: "Classic JVM DNS cache. Suggested networkaddress.cache.ttl=5 and target_session_attrs=read-write.",
        fix: "Avec les deux serveurs dans la chaîne de connexion et un cache de noms de 5 secondes, l'essai de bascule de ce matin \
            n'a coûté que 11 secondes.",
    },
    Story {
        language: Fr,
        about: ("Relational database", "Connectivity"),
        titles: &["Connexion refusée depuis {site}", "Erreur TLS vers la base depuis {site}"],
        description: "Depuis le renouvellement du certificat, les serveurs de {site} n'arrivent plus à se connecter :\n\n\
            ```\nSSL error: certificate verify failed\n```\n\nDepuis les autres sites, tout va bien.",
        impact: "{app} est indisponible à {site}.",
        question: "Quelle autorité figure dans le magasin de certificats de ces serveurs ? Le nouveau certificat vient de l'autorité de 2025.",
        answer: "Celle de 2020 seulement. L'image de {site} est plus ancienne que les autres.",
        note: "Sent them the CA bundle. Their golden image at this site is two years old.",
        fix: "Le magasin de {site} contient maintenant les deux autorités et toutes les connexions sont rétablies.",
    },
];
