//! Who may use which reactive service at a moment: in the workspace ∩ in an agreement in force ∩ assigned (RS-5).

use crate::access::{Actor, ContractedService, Link, Origin, Refusal, SetSource};
use crate::id::ServiceId;
use crate::service::{ServiceKind, ServiceSet};
use crate::workspace::Feature;

/// Proof that a person may use a service at the moment their [`Actor`] was made for. What opens a case or makes an
/// Access ID takes it (RS-6).
#[derive(Debug)]
pub struct Entitled {
    service: ServiceId,
}

impl Entitled {
    /// The service.
    pub fn service(&self) -> &ServiceId {
        &self.service
    }
}

/// Whether the actor may use a reactive service now; the last three links of WHY-1's order.
///
/// Services of the workspace that are not reactive count as absent: no case is ever opened on them. While Granular
/// Reactive Services is off, every customer-side member may use every service (RS-1); while it is on, only an assignment
/// opens one, the person's own or that of a group they are in whose grant is in force (RS-4).
pub fn entitle(actor: &Actor, service: &ServiceId) -> Result<Entitled, Refusal> {
    let Some(found) = reactive(actor).find(|found| found.id == *service) else {
        return Err(Link::ServiceInWorkspace { service: service.clone() }.into());
    };
    let standing = found.term.standing(actor.at());
    if !found.term.in_force(actor.at()) {
        return Err(Link::AgreementInForce {
            service: service.clone(),
            agreement: found.agreement.clone(),
            term: found.term,
            standing,
        }
        .into());
    }
    let open = match actor.has_feature(Feature::GranularReactiveServices) {
        true => sources(actor, service).next().is_some(),
        false => actor.origin() == Origin::Customer,
    };
    if !open {
        return Err(Link::Assignment { service: service.clone() }.into());
    }
    Ok(Entitled { service: service.clone() })
}

/// The reactive services of the actor's workspace.
pub fn reactive(actor: &Actor) -> impl Iterator<Item = &ContractedService> {
    actor.access().services.iter().filter(|service| service.kind == ServiceKind::Reactive)
}

/// Those of them whose agreement is in force at the actor's moment.
pub fn in_force(actor: &Actor) -> ServiceSet {
    let in_force = reactive(actor).filter(|service| service.term.in_force(actor.at()));
    in_force.map(|service| service.id.clone()).collect()
}

/// Where the actor has a service assigned from: their own set, and those of their groups (RS-11).
pub fn sources<'a>(actor: &'a Actor, service: &'a ServiceId) -> impl Iterator<Item = &'a SetSource> {
    actor.access().sets.iter().filter(|set| set.services.contains(service)).map(|set| &set.source)
}
