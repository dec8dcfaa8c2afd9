//! The mutants of terms, services and cases, after those of access.

use super::{Mutant, access};

/// Every mutant there is.
pub fn mutants() -> impl Iterator<Item = &'static Mutant> {
    access::MUTANTS.iter().chain(MUTANTS)
}

const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "an agreement holds one moment longer than its last day",
        file: "agreement.rs",
        old: "now < self.ends_on.end()",
        new: "now <= self.ends_on.end()",
    },
    Mutant {
        what: "an agreement ends with the beginning of its last day",
        file: "agreement.rs",
        old: "now < self.ends_on.end()",
        new: "now < self.ends_on.start()",
    },
    Mutant {
        what: "an agreement does not hold in the first moment of its first day",
        file: "agreement.rs",
        old: "now < self.starts_on.start()",
        new: "now <= self.starts_on.start()",
    },
    Mutant {
        what: "a withdrawn agreement holds on",
        file: "agreement.rs",
        old: "self.withdrawn_at.is_some_and(|at| at <= now)",
        new: "false",
    },
    Mutant {
        what: "an agreement that will be withdrawn is withdrawn already",
        file: "agreement.rs",
        old: "self.withdrawn_at.is_some_and(|at| at <= now)",
        new: "self.withdrawn_at.is_some()",
    },
    Mutant {
        what: "an agreement holds in the moment in which it is withdrawn",
        file: "agreement.rs",
        old: "|at| at <= now",
        new: "|at| at < now",
    },
    Mutant {
        what: "work accounts are refused where only they are let in",
        file: "workspace.rs",
        old: "matches!((self, account), (Self::WorkAndPersonal, _) | (_, AccountKind::Work))",
        new: "matches!((self, account), (Self::WorkAndPersonal, _) | (_, AccountKind::Personal))",
    },
    Mutant {
        what: "personal accounts are let in everywhere",
        file: "workspace.rs",
        old: "(_, AccountKind::Work))",
        new: "(_, AccountKind::Work | AccountKind::Personal))",
    },
    Mutant {
        what: "cases are opened on proactive services",
        file: "service/entitlement.rs",
        old: "filter(|service| service.kind == ServiceKind::Reactive)",
        new: "filter(|_| true)",
    },
    Mutant {
        what: "with granular services off, the provider's people may use services too",
        file: "service/entitlement.rs",
        old: "false => actor.origin() == Origin::Customer,",
        new: "false => true,",
    },
    Mutant {
        what: "with granular services on, everybody of the customer's side may use every service",
        file: "service/entitlement.rs",
        old: "true => sources(actor, service).next().is_some(),",
        new: "true => sources(actor, service).next().is_some() || actor.origin() == Origin::Customer,",
    },
    Mutant {
        what: "granular services are taken for off where they are on, and the reverse",
        file: "service/entitlement.rs",
        old: "match actor.has_feature(Feature::GranularReactiveServices) {",
        new: "match !actor.has_feature(Feature::GranularReactiveServices) {",
    },
    Mutant {
        what: "whoever has any service assigned has them all",
        file: "service/entitlement.rs",
        old: "filter(|set| set.services.contains(service))",
        new: "filter(|set| set.services.contains(service) || !set.services.is_empty())",
    },
    Mutant {
        what: "only a person's own set counts, not those of their groups",
        file: "service/entitlement.rs",
        old: "filter(|set| set.services.contains(service))",
        new: "filter(|set| set.services.contains(service) && set.source == SetSource::Own)",
    },
    Mutant {
        what: "that an agreement is not in force is said only to whoever has the service assigned",
        file: "service/entitlement.rs",
        old: "if !found.term.in_force(actor.at()) {",
        new: "if !found.term.in_force(actor.at()) && sources(actor, service).next().is_some() {",
    },
    Mutant {
        what: "the provider's people see only their own cases where participants only do",
        file: "case/visibility.rs",
        old: "permissions.has(Permission::FeaturesManage) || actor.origin() == Origin::Provider",
        new: "permissions.has(Permission::FeaturesManage)",
    },
    Mutant {
        what: "whoever opens cases sees all of them where participants only do",
        file: "case/visibility.rs",
        old: "permissions.has(Permission::FeaturesManage) ||",
        new: "permissions.has(Permission::CasesOpen) ||",
    },
    Mutant {
        what: "who manages features sees only their own cases where participants only do",
        file: "case/visibility.rs",
        old: "permissions.has(Permission::FeaturesManage) || actor",
        new: "actor",
    },
    Mutant {
        what: "everybody sees every case where participants only should",
        file: "case/visibility.rs",
        old: "Self::Participant => takes_part,",
        new: "Self::Participant => true,",
    },
];
