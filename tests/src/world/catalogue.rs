//! The provider's catalogue: what cases can be about. The same in every world, so that worlds can share a database.

use sha2::{Digest, Sha256};
use shared::id::{Id, Kind, ProblemTypeId, ProductId};
use shared::region::Shard;
use shared::time::Timestamp;

/// The products, each with its problem types.
pub const PRODUCTS: &[(&str, &[&str])] = &[
    (
        "Virtual machines",
        &["Does not start", "Slow or unresponsive", "Disk and storage", "Backup and restore", "Quota"],
    ),
    (
        "Container platform",
        &["Deployment fails", "Scheduling and capacity", "Ingress and certificates", "Upgrade"],
    ),
    (
        "Relational database",
        &["Query performance", "Failover and replication", "Connectivity", "Backup and restore"],
    ),
    (
        "Directory and sign-in",
        &["Cannot sign in", "Multi-factor authentication", "Provisioning", "Conditional access"],
    ),
    (
        "Virtual network",
        &["Latency or packet loss", "Site-to-site tunnel", "Name resolution", "Firewall rules"],
    ),
    ("Device management", &["Enrolment", "Update rollout", "Compliance policy", "Application delivery"]),
    ("Mail and calendar", &["Mail flow", "Mailbox access", "Calendar and rooms"]),
    ("Meetings and chat", &["Audio and video", "Joining a meeting", "Files and channels", "Telephony"]),
];

/// The id of a product in a shard.
pub fn product_id(shard: Shard, name: &str) -> ProductId {
    fixed(shard, name)
}

/// The id of a problem type of a product in a shard.
pub fn problem_type_id(shard: Shard, product: &str, name: &str) -> ProblemTypeId {
    fixed(shard, &format!("{product}: {name}"))
}

fn fixed<K: Kind>(shard: Shard, name: &str) -> Id<K> {
    let digest = Sha256::digest(name.as_bytes());
    Id::new(shard, Timestamp::from_millis(1_700_000_000_000), std::array::from_fn(|place| digest[place]))
}
