//! Ours, Cedar's and casbin's decisions on the same cases, after all three were seen to decide alike.
//!
//! `cargo bench -p decision --features rivals --bench rivals`; `make bench PART=decision` reads what criterion found. An
//! iteration decides all cases once; what is made on the way is taken apart outside the timer, for all three.

#![allow(clippy::unwrap_used, reason = "a benchmark: what is not as expected has to stop it")]
#![allow(missing_docs, reason = "criterion's macros make functions without")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use decision::rivals::{Asked, Casbin, Cedar};
use decision::{Case, alone, cases, from_rows};
use shared::access::{Access, Actor, Permission};
use std::hint::black_box;
use std::time::Duration;

const SEED: u64 = 1;
const CASES: usize = 512;

fn decisions(criterion: &mut Criterion) {
    let cases = cases(SEED, CASES);
    let (cedar, casbin) = (Cedar::new(), Casbin::new(&cases));
    must_decide_alike(&cases, &cedar, &casbin);
    from_decoded_rows(criterion, &cases, &cedar, &casbin);
    decision_alone(criterion, &cases, &cedar, &casbin);
}

fn must_decide_alike(cases: &[Case], cedar: &Cedar, casbin: &Casbin) {
    for case in cases {
        let Case { access, now, permission, allowed } = case;
        let ours = from_rows(access.clone(), *now, *permission).1;
        let theirs = cedar.decide(&cedar.asked(access, *now, *permission));
        let others = casbin.decide(&Casbin::asked(access, *permission));
        assert_eq!((ours, theirs, others), (*allowed, *allowed, *allowed), "{case:?}");
    }
    let allowed = cases.iter().filter(|case| case.allowed).count();
    assert!(
        allowed * 10 > cases.len() * 3 && allowed * 10 < cases.len() * 7,
        "{allowed} of {} allowed",
        cases.len()
    );
    println!("all three decide alike: {allowed} of {} cases allowed", cases.len());
}

fn from_decoded_rows(criterion: &mut Criterion, cases: &[Case], cedar: &Cedar, casbin: &Casbin) {
    let mut group = criterion.benchmark_group("from_rows");
    group.bench_function("ours", |bencher| {
        let rows = || cases.iter().map(|case| case.access.clone()).collect::<Vec<Access>>();
        let decide = |rows: Vec<Access>| {
            let each = rows.into_iter().zip(cases);
            each.map(|(access, case)| from_rows(access, case.now, case.permission)).collect::<Vec<_>>()
        };
        bencher.iter_batched(rows, decide, BatchSize::LargeInput);
    });
    group.bench_function("cedar", |bencher| {
        let decide = |()| {
            let decide = |case: &Case| {
                let asked = cedar.asked(&case.access, case.now, case.permission);
                (cedar.decide(&asked), asked)
            };
            cases.iter().map(decide).collect::<Vec<(bool, Asked)>>()
        };
        bencher.iter_batched(|| (), decide, BatchSize::LargeInput);
    });
    group.bench_function("casbin", |bencher| {
        let decide = |()| {
            let decide = |case: &Case| {
                let asked = Casbin::asked(&case.access, case.permission);
                (casbin.decide(&asked), asked)
            };
            cases.iter().map(decide).collect::<Vec<_>>()
        };
        bencher.iter_batched(|| (), decide, BatchSize::LargeInput);
    });
    group.finish();
}

fn decision_alone(criterion: &mut Criterion, cases: &[Case], cedar: &Cedar, casbin: &Casbin) {
    // Whoever is no member has no actor, and is refused by that: such cases are left out for all three.
    let actor = |case: &Case| Some((Actor::new(case.access.clone(), case.now).ok()?, case.permission));
    let members: Vec<&Case> = cases.iter().filter(|case| actor(case).is_some()).collect();
    let actors: Vec<(Actor, Permission)> = members.iter().filter_map(|case| actor(case)).collect();
    let for_cedar: Vec<Asked> =
        members.iter().map(|case| cedar.asked(&case.access, case.now, case.permission)).collect();
    let for_casbin: Vec<_> =
        members.iter().map(|case| Casbin::asked(&case.access, case.permission)).collect();
    println!("{} cases have an actor", members.len());
    let mut group = criterion.benchmark_group("alone");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            let decide =
                |(actor, permission): &&(Actor, Permission)| alone(actor, black_box(*permission)).is_ok();
            actors.iter().filter(decide).count()
        });
    });
    group.bench_function("cedar", |bencher| {
        bencher.iter(|| for_cedar.iter().filter(|asked| cedar.decide(asked)).count());
    });
    group.bench_function("casbin", |bencher| {
        bencher.iter(|| for_casbin.iter().filter(|asked| casbin.decide(asked)).count());
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4));
    targets = decisions
}
criterion_main!(benches);
