//! What a command decided: everything that is to be written, as one value.

use super::Expectation;
use super::exchange::Context;
use crate::news::News;
use crate::ports::Statement;
use crate::store;
use crate::store::audit::Recorded;
use serde_json::{Value, json};
use shared::access::Actor;
use shared::id::{DeliveryId, EventId, IdentityId};

/// What a command decided. All of it takes effect, or none.
#[derive(Debug)]
pub struct Commit<R> {
    pub(super) expectations: Vec<Expectation>,
    pub(super) writes: Vec<Statement>,
    pub(super) event: Option<AuditEvent>,
    pub(super) recorded: Option<Recorded>,
    pub(super) messages: Vec<OutboxMessage>,
    pub(super) news: Option<Box<News>>,
    pub(super) response: R,
}

impl<R> Commit<R> {
    /// A change, and the event that tells of it (AUD-1).
    pub fn of(event: AuditEvent, response: R) -> Self {
        Self { event: Some(event), ..Self::of_nothing(response) }
    }

    /// The same change to many things, with the statement that records an event for each of them. It runs before the
    /// writes: what was there before is what it finds.
    pub fn of_each(recorded: Recorded, response: R) -> Self {
        Self { recorded: Some(recorded), ..Self::of_nothing(response) }
    }

    /// Something about the reader that changes nothing for anybody, such as having opened a workspace: the only kind of
    /// write that leaves no event.
    pub fn of_a_mark(response: R) -> Self {
        Self::of_nothing(response)
    }

    /// Nothing to write: all is already as the command would have it.
    pub fn of_no_change(response: R) -> Self {
        Self::of_nothing(response)
    }

    fn of_nothing(response: R) -> Self {
        let (expectations, writes, messages) = (Vec::new(), Vec::new(), Vec::new());
        Self { expectations, writes, event: None, recorded: None, messages, news: None, response }
    }

    /// What must still hold when it is committed.
    #[must_use]
    pub fn expecting(mut self, expectation: Expectation) -> Self {
        self.expectations.push(expectation);
        self
    }

    /// A statement that writes.
    #[must_use]
    pub fn writing(mut self, statement: Statement) -> Self {
        self.writes.push(statement);
        self
    }

    /// News for every region. It is written here in this commit, and in the others before it is acknowledged; where one of
    /// them does not confirm, the answer names it, and the outbox goes on. The same command given again then tells them
    /// again what [`super::Command::untold`] gives.
    #[must_use]
    pub fn telling(mut self, news: News) -> Self {
        self.news = Some(Box::new(news));
        self
    }

    /// A message to leave the database.
    #[must_use]
    pub fn sending(mut self, message: OutboxMessage) -> Self {
        self.messages.push(message);
        self
    }
}

/// An audit event: what was done to what, and what it was before and after. Ids, never names.
#[derive(Debug)]
pub struct AuditEvent {
    id: EventId,
    scope: String,
    actor: IdentityId,
    action: &'static str,
    subject: Option<String>,
    before: Option<Value>,
    after: Option<Value>,
}

impl AuditEvent {
    /// An event in the actor's workspace.
    pub fn new(context: &Context<'_>, actor: &Actor, action: &'static str, subject: &str) -> Self {
        Self {
            id: context.id(),
            scope: actor.workspace().as_str().to_owned(),
            actor: actor.identity().clone(),
            action,
            subject: Some(subject.to_owned()),
            before: None,
            after: None,
        }
    }

    /// What it was before.
    #[must_use]
    pub fn before(mut self, value: Value) -> Self {
        self.before = Some(value);
        self
    }

    /// What it is now.
    #[must_use]
    pub fn after(mut self, value: Value) -> Self {
        self.after = Some(value);
        self
    }
}

/// A message to leave the database.
#[derive(Debug)]
pub struct OutboxMessage {
    /// Its id; stable over retries, so that the receiver can tell a repetition.
    pub id: DeliveryId,
    /// What it is: `session.copy`.
    pub kind: &'static str,
    /// Where it goes.
    pub destination: String,
    /// What it says.
    pub payload: Value,
}

/// The statement that records an event.
pub(super) fn record_event(event: AuditEvent, context: &Context<'_>) -> Statement {
    let text = |value: Option<Value>| value.map(|value| value.to_string());
    store::audit::record(store::audit::Event {
        id: event.id,
        scope: event.scope,
        at: context.now,
        actor: Some(event.actor),
        through: "browser",
        action: event.action,
        subject: event.subject,
        before: text(event.before),
        after: text(event.after),
    })
}

/// The statement that puts messages into the outbox; `None` if there are none.
pub(super) fn post_messages(messages: &[OutboxMessage], context: &Context<'_>) -> Option<Statement> {
    let message = |message: &OutboxMessage| {
        json!({
            "id": message.id, "kind": message.kind, "destination": message.destination, "payload": message.payload,
        })
    };
    let messages: Vec<_> = messages.iter().map(message).collect();
    (!messages.is_empty()).then(|| store::outbox::post(Value::from(messages).to_string(), context.now))
}
