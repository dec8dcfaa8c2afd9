//! People: their names, and whom they can ask.

use crate::pipeline::Read;
use crate::ports::Statement;
use serde::Deserialize;
use shared::api::session::HelpContact;
use shared::id::IdentityId;

/// How somebody is shown.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// Their name, as their directory has it.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
}

/// Reads how somebody is shown.
pub fn named(who: &IdentityId) -> Read<Option<Named>> {
    Read::first(Statement::new("SELECT name, email FROM identity WHERE id = ?1").bind(who))
}

/// Reads a CSM of a customer for which the person's directory is registered: whom they ask when they are in no
/// workspace (ID-6).
pub fn customers_contact(who: &IdentityId) -> Read<Option<HelpContact>> {
    const CSM: &str = "
        SELECT csm.name, csm.email
        FROM identity i
        JOIN directory d ON d.tenant = i.tenant AND d.issuer = i.issuer
        JOIN agreement a ON a.customer_id = d.customer_id
        JOIN agreement_person p ON p.agreement_id = a.id AND p.role = 'customer_support_manager'
        JOIN identity csm ON csm.id = p.identity_id
        WHERE i.id = ?1 AND a.withdrawn_at IS NULL AND csm.disabled_at IS NULL
        ORDER BY a.ends_on DESC, csm.id LIMIT 1";
    Read::first(Statement::new(CSM).bind(who))
}
