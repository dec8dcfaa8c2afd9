//! Many requests under way at once, on one machine: who goes on next is for the caller to say, batch by batch.
//!
//! Ordinarily a batch of the machine runs as soon as it is asked for, so a request runs from its beginning to its end. While
//! [`Turns`] are taken, each batch and each wait is held until its turn is given, also those that one request asks for at
//! the same time:
//!
//! ```text
//! request 1   reads ──────────────── commits              batches in the order   1 2 2 1
//! request 2           reads, commits
//! ```
//!
//! Whoever gives the turns by a seed can bring about every order of single batches, and the same one again. A batch that is
//! no longer waited for is not forgotten: it is adrift, and may arrive, or not, whenever that is.

use super::Machine;
use edge::ports::Statement;
use shared::region::Shard;
use shared::time::Span;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// The turns of a machine: whether they are taken, who waits for one, and who was given theirs.
#[derive(Debug, Default)]
pub struct Turns {
    taken: Cell<bool>,
    task: Cell<usize>,
    next: Cell<u64>,
    waits: RefCell<BTreeMap<u64, (Wait, Waker)>>,
    given: RefCell<BTreeSet<u64>>,
    adrift: RefCell<Vec<Adrift>>,
}

/// Somebody who waits for a turn.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    /// The task that waits.
    pub task: usize,
    /// What for.
    pub what: WaitFor,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitFor {
    /// A batch, in a shard.
    Batch(Shard),
    /// Time to pass.
    Time(Span),
}

/// A batch that nobody waits for any more, and that may arrive all the same.
#[derive(Clone, Debug)]
pub struct Adrift {
    /// Where it is bound for.
    pub shard: Shard,
    /// Its statements.
    pub statements: Vec<Statement>,
}

impl Turns {
    /// Has turns taken from now on, or no longer.
    pub fn take(&self, taken: bool) {
        self.taken.set(taken);
    }

    /// Who waits, by the number of the wait.
    pub fn waits(&self) -> Vec<(u64, Wait)> {
        self.waits.borrow().iter().map(|(number, (wait, _))| (*number, *wait)).collect()
    }

    /// Takes the batches that are adrift.
    pub fn take_adrift(&self) -> Vec<Adrift> {
        self.adrift.take()
    }

    /// Waits until a batch has its turn.
    pub(super) async fn batch(&self, shard: Shard, statements: &[Statement]) {
        self.turn(WaitFor::Batch(shard), statements).await;
    }

    /// Waits until time has passed for the task; `false` if no turns are taken, and nothing was waited for.
    pub(super) async fn time(&self, span: Span) -> bool {
        self.turn(WaitFor::Time(span), &[]).await
    }

    fn turn<'a>(&'a self, what: WaitFor, statements: &'a [Statement]) -> Turn<'a> {
        Turn { turns: self, what, statements, number: None }
    }
}

/// The wait for one turn.
struct Turn<'a> {
    turns: &'a Turns,
    what: WaitFor,
    statements: &'a [Statement],
    number: Option<u64>,
}

impl Future for Turn<'_> {
    type Output = bool;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        let turns = self.turns;
        match self.number {
            None if !turns.taken.get() => Poll::Ready(false),
            None => {
                let number = turns.next.replace(turns.next.get() + 1);
                let wait = Wait { task: turns.task.get(), what: self.what };
                turns.waits.borrow_mut().insert(number, (wait, context.waker().clone()));
                self.number = Some(number);
                Poll::Pending
            }
            Some(number) if turns.given.borrow_mut().remove(&number) => {
                turns.waits.borrow_mut().remove(&number);
                self.number = None;
                Poll::Ready(true)
            }
            Some(_) => Poll::Pending,
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        self.turns.waits.borrow_mut().remove(&number);
        self.turns.given.borrow_mut().remove(&number);
        if let WaitFor::Batch(shard) = self.what {
            self.turns.adrift.borrow_mut().push(Adrift { shard, statements: self.statements.to_vec() });
        }
    }
}

/// What is under way on a machine, by number.
pub struct Tasks<'a, T> {
    machine: &'a Machine,
    tasks: BTreeMap<usize, Task<'a, T>>,
}

struct Task<'a, T> {
    future: Pin<Box<dyn Future<Output = T> + 'a>>,
    /// How far the clock that it goes by is ahead of the machine's: no two machines of a deployment have the same.
    ahead: Span,
}

impl<'a, T> Tasks<'a, T> {
    /// Nothing under way so far.
    pub fn new(machine: &'a Machine) -> Self {
        Self { machine, tasks: BTreeMap::new() }
    }

    /// Begins a task, and brings it to its first waits; its result, if it has none.
    pub fn begin(
        &mut self,
        number: usize,
        ahead: Span,
        future: impl Future<Output = T> + 'a,
    ) -> Option<(usize, T)> {
        self.tasks.insert(number, Task { future: Box::pin(future), ahead });
        self.go_on(number)
    }

    /// Gives somebody who waits the turn; the task's number and result, if that was all it waited for. Time that a task has
    /// waited for has passed for that task.
    pub fn give(&mut self, number: u64) -> Option<(usize, T)> {
        // Of many futures at once only those are looked at that were woken.
        let (wait, waker) = self.machine.turns.waits.borrow().get(&number).cloned()?;
        if let (WaitFor::Time(span), Some(task)) = (wait.what, self.tasks.get_mut(&wait.task)) {
            task.ahead = Span::from_millis(task.ahead.millis() + span.millis());
        }
        self.machine.turns.given.borrow_mut().insert(number);
        waker.wake();
        self.go_on(wait.task)
    }

    /// Whether nothing is under way any more.
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    fn go_on(&mut self, number: usize) -> Option<(usize, T)> {
        let task = self.tasks.get_mut(&number)?;
        let ahead = task.ahead;
        self.machine.turns.task.set(number);
        self.machine.turn(ahead);
        let polled = task.future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        self.machine.turn(Span::from_millis(-ahead.millis()));
        let Poll::Ready(result) = polled else { return None };
        self.tasks.remove(&number);
        Some((number, result))
    }
}
