//! A clock on which time passes only while everybody waits.
//!
//! Whoever sleeps leaves an alarm. When nothing else is left to do, the earliest alarm rings and it is that late; so two who
//! wait at the same time wait no longer than one of them, a wait that was called off costs nothing, and a test of a whole
//! outage takes no time at all. Who waits for what never comes, without an alarm, stops the test.

use shared::time::{Span, Timestamp};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// The clock.
#[derive(Debug)]
pub struct Clock {
    now: Cell<Timestamp>,
    alarms: RefCell<BTreeMap<(Timestamp, u64), Waker>>,
    set: Cell<u64>,
    waits: RefCell<Vec<Span>>,
}

impl Clock {
    /// A clock that stands at a moment.
    pub fn at(now: Timestamp) -> Self {
        Self { now: Cell::new(now), alarms: RefCell::default(), set: Cell::new(0), waits: RefCell::default() }
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.now.get()
    }

    /// Turns it forward.
    pub fn turn(&self, span: Span) {
        self.now.set(self.now.get().plus(span));
    }

    /// Waits.
    pub fn sleep(&self, span: Span) -> Sleep<'_> {
        Sleep { clock: self, span, alarm: None }
    }

    /// Every wait that was begun so far, also those that were called off.
    pub fn waits(&self) -> Vec<Span> {
        self.waits.borrow().clone()
    }

    /// Has the earliest alarm ring, as late as it is then; false if there is none.
    pub fn ring(&self) -> bool {
        let Some(((until, _), waker)) = self.alarms.borrow_mut().pop_first() else { return false };
        self.now.set(self.now.get().max(until));
        waker.wake();
        true
    }

    /// Runs a future to its end. Time passes while it can do nothing but wait.
    pub fn drive<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let called = Arc::new(Called::default());
        let waker = Waker::from(Arc::clone(&called));
        loop {
            if let Poll::Ready(result) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return result;
            }
            if !called.take() {
                assert!(self.ring(), "everybody waits for something that never comes");
            }
        }
    }
}

/// Whether a future was called on to go on.
#[derive(Debug, Default)]
struct Called(AtomicBool);

impl Called {
    fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

impl Wake for Called {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A wait. It begins when somebody begins to wait for it, and ends early if nobody does any more.
#[derive(Debug)]
pub struct Sleep<'c> {
    clock: &'c Clock,
    span: Span,
    alarm: Option<(Timestamp, u64)>,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let (clock, span) = (self.clock, self.span);
        let alarm = *self.alarm.get_or_insert_with(|| {
            clock.set.set(clock.set.get() + 1);
            clock.waits.borrow_mut().push(span);
            (clock.now().plus(span), clock.set.get())
        });
        if alarm.0 <= clock.now() {
            return Poll::Ready(());
        }
        clock.alarms.borrow_mut().insert(alarm, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        if let Some(alarm) = self.alarm {
            self.clock.alarms.borrow_mut().remove(&alarm);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use futures_util::future::{join, select};
    use shared::time::{Span, Timestamp};
    use std::pin::pin;

    #[test]
    fn who_waits_at_the_same_time_waits_no_longer_than_one_of_them() {
        let clock = Clock::at(Timestamp::from_millis(0));
        clock.drive(join(clock.sleep(Span::seconds(2)), clock.sleep(Span::seconds(3))));
        assert_eq!(clock.now(), Timestamp::from_millis(3_000));
    }

    #[test]
    fn a_wait_that_is_called_off_costs_nothing() {
        let clock = Clock::at(Timestamp::from_millis(0));
        clock.drive(async {
            select(pin!(clock.sleep(Span::seconds(2))), pin!(clock.sleep(Span::seconds(1)))).await;
        });
        clock.drive(clock.sleep(Span::seconds(5)));
        assert_eq!(clock.now(), Timestamp::from_millis(6_000));
    }

    #[test]
    #[should_panic(expected = "never comes")]
    fn who_waits_for_what_never_comes_stops_the_test() {
        Clock::at(Timestamp::from_millis(0)).drive(std::future::pending::<()>());
    }
}
