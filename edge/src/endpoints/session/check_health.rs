//! `GET /api/health`

use crate::pipeline::OpenQuery;
use crate::settings::Settings;
use shared::api::Empty;
use shared::api::session::{CheckHealth, Health};
use shared::time::Timestamp;

impl OpenQuery for CheckHealth {
    fn answer(_: &Empty, _: &Settings, now: Timestamp) -> Health {
        Health { now }
    }
}
