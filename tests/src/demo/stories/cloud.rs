//! Cloud Platform Support.

use super::Story;
use shared::case::Language::{En, Fr};

pub(super) const STORIES: &[Story] = &[
    Story {
        language: En,
        about: ("Virtual machines", "Does not start"),
        titles: &[
            "{host} does not start after the maintenance window",
            "Virtual machine {host} stuck in starting",
        ],
        description: "{host} was shut down for maintenance last night and does not come back. The console stops at:\n\n\
            ```\n[    3.914] EXT4-fs (sda1): unable to read superblock\n[    3.921] Kernel panic - not syncing: VFS: Unable to mount root fs\n```\n\n\
            We have **not** resized or moved the disk. The last backup is from yesterday 23:00.",
        impact: "{app} runs on this machine. {count} people in {site} can't work until it is back.",
        question: "Could you detach the system disk, attach it to a rescue machine and send the output of:\n\n\
            - `lsblk -f`\n- `fsck -n` on the root partition\n\nPlease don't run a repair yet.",
        answer: "Done, both outputs are below. `fsck` reports a bad magic number in the superblock, the backup superblock looks fine.",
        note: "Same host cluster as two other cases this week. Storage team confirms a controller reset on the node at 02:10 UTC; \
            first superblock lost in the write cache.",
        fix: "The primary superblock was lost when a storage controller reset. Restoring it from the backup superblock \
            (`fsck -b 32768`) brought the file system back without loss. We have moved {host} off the affected node.",
    },
    Story {
        language: En,
        about: ("Virtual machines", "Slow or unresponsive"),
        titles: &["CPU steal above 30 % on {host}", "{host} slow since {time}"],
        description: "Since **{time}** response times on {host} have tripled. Steal time is between 30 and 40 %:\n\n\
            - p95: 180 ms before, **610 ms** now\n- steal: 1 % before, **34 %** now\n\n\
            Nothing was deployed on our side.",
        impact: "Checkout in {app} times out for about one request in ten.",
        question: "Is the machine in a placement group with others that also slowed down? And may we migrate it live, with a \
            pause of under two seconds?",
        answer: "No placement group. A live migration is fine any time.",
        note: "Noisy neighbour: a batch tenant on the same host bursts every 15 minutes. Asked capacity to rebalance the rack.",
        fix: "We migrated {host} to a host with reserved capacity. Steal has been below 1 % since. If {app} needs it \
            permanently, the *dedicated* size family rules this out.",
    },
    Story {
        language: En,
        about: ("Container platform", "Deployment fails"),
        titles: &["Rollout of {app} stops half-way", "Deployment stuck: pods in ImagePullBackOff"],
        description: "Our pipeline rolls out a new version and stops with half of the pods in `ImagePullBackOff`:\n\n\
            ```\nFailed to pull image: rpc error: code = Unknown desc = 429 Too Many Requests\n```\n\n\
            1. Retrying helps for a few pods.\n2. The old version still answers.\n3. It happens in the {site} cluster only.",
        impact: "We can't ship a fix that {count} branch users wait for.",
        question: "Do the nodes in {site} pull through the registry mirror, or directly? Please send the node pool's `containerd` \
            configuration.",
        answer: "Directly, it turns out. The mirror was configured for the other pools and forgotten here.",
        note: "Known gap in the pool template 1.28 → 1.29: mirror settings are not carried over. Filed with the platform team.",
        fix: "With the mirror configured on the node pool, the rollout finished in four minutes. The template's next version \
            carries the setting over by itself.",
    },
    Story {
        language: En,
        about: ("Container platform", "Ingress and certificates"),
        titles: &["Certificate of {app} was not renewed", "Browsers warn about the certificate of {app}"],
        description: "The certificate ended at {time} today. The renewal job reports *success* every night, but the ingress still \
            serves the old one.\n\nWorkaround: we uploaded one by hand, valid for 30 days.",
        impact: "External partners refuse to connect to {app}.",
        question: "Which secret does the ingress refer to, and which one does the renewal job write?",
        answer: "The ingress refers to `web-tls`, the job writes `web-tls-2024`. We renamed it in spring and overlooked this one.",
        note: "Not a platform fault. Suggested the alert on days-to-expiry, they had none.",
        fix: "Ingress and renewal job now use the same secret, and a test renewal went through. We recommend an alert at 14 days \
            before the end; the rule is in the attached note above.",
    },
    Story {
        language: En,
        about: ("Virtual machines", "Backup and restore"),
        titles: &["Nightly backup of {host} skipped", "Backup policy skips {count} machines"],
        description: "The backup report lists {count} machines as *skipped: agent not ready*. On {host} the agent's service runs, and \
            its log has no error.\n\nIt began with the agent's update last week.",
        impact: "We are without a restore point for finance systems, which our auditors will ask about.",
        question: "Please run `agentctl doctor --verbose` on {host} and one healthy machine, and attach both.",
        answer: "Attached. The difference: on {host} the agent says `clock skew 312 s`.",
        note: "Agent 4.7 refuses snapshots over 300 s of skew and logs it at debug only. Bug confirmed, 4.7.1 logs a warning.",
        fix: "Time synchronisation was off on these machines. After enabling it, tonight's backup covered all of them. Version \
            4.7.1 of the agent will say so in its status.",
    },
    Story {
        language: Fr,
        about: ("Virtual machines", "Does not start"),
        titles: &[
            "{host} ne redémarre pas après la mise à jour",
            "Machine virtuelle {host} bloquée au démarrage",
        ],
        description: "Depuis la mise à jour de cette nuit, {host} reste bloquée au démarrage. La console affiche :\n\n\
            ```\nDependency failed for /data\n```\n\nLe disque de données est pourtant bien *attaché*.",
        impact: "{app} est à l'arrêt pour {count} personnes à {site}.",
        question: "Pouvez-vous nous envoyer le contenu de `/etc/fstab` et le résultat de `blkid` ?",
        answer: "Voici les deux. L'identifiant du disque dans `fstab` n'est plus celui que donne `blkid`.",
        note: "Disk UUID changed when the volume was restored from a snapshot last month; first reboot since.",
        fix: "Le volume avait changé d'identifiant lors d'une restauration. Avec le nouvel identifiant dans `fstab`, la machine \
            démarre. Nous conseillons de monter par étiquette plutôt que par identifiant.",
    },
    Story {
        language: Fr,
        about: ("Virtual machines", "Quota"),
        titles: &[
            "Quota atteint lors de la création de machines",
            "Impossible de créer {count} machines : quota",
        ],
        description: "Le déploiement du nouvel environnement s'arrête avec **QuotaExceeded** alors que le portail indique encore de la \
            marge dans la région.\n\nNous devons créer {count} machines avant vendredi.",
        impact: "Le projet {app} prend du retard si l'environnement n'est pas prêt vendredi.",
        question: "De quelle famille de tailles s'agit-il ? Le quota est compté par famille, pas seulement par région.",
        answer: "La famille à forte mémoire. Nous n'avions vu que le quota régional.",
        note: "Raised the family quota to 400 cores; capacity confirms there is room in the region until Q2.",
        fix: "Le quota de la famille a été relevé. Le déploiement est passé chez nous en test ; vous pouvez le relancer.",
    },
    Story {
        language: Fr,
        about: ("Container platform", "Scheduling and capacity"),
        titles: &["Pods en attente sur le cluster de {site}", "Le cluster de {site} n'ajoute plus de nœuds"],
        description: "Depuis {time}, {count} pods restent à l'état `Pending`. L'autoscaler écrit :\n\n\
            ```\nmax node group size reached\n```\n\nLa limite est pourtant à 40 nœuds et nous en avons 22.",
        impact: "Les traitements de nuit de {app} ne se terminent pas avant l'ouverture des agences.",
        question: "Le groupe de nœuds est-il réparti sur plusieurs zones ? La limite s'applique alors par zone.",
        answer: "Oui, sur trois zones, et l'une d'elles est pleine.",
        note: "Zone b is short of this size. Balanced expander plus second size family recommended.",
        fix: "Une seconde famille de tailles a été ajoutée au groupe et l'équilibrage entre zones activé. Tous les pods sont \
            placés, et les traitements ont fini à 4 h.",
    },
];
