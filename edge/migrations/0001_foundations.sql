-- One shard of Portico. Every shard has the same tables; a customer's rows live in one of them.
-- Times are milliseconds since 1970-01-01T00:00Z, days are days since 1970-01-01, ids are the typed ids of `shared::id`.

-- People ---------------------------------------------------------------------------------------------------------------

-- A person as proven by an identity provider (ID-1). The same row in every shard; written at every sign-in.
CREATE TABLE identity (
  id TEXT NOT NULL PRIMARY KEY,
  issuer TEXT NOT NULL,
  tenant TEXT NOT NULL,
  object TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('customer', 'provider')),
  account TEXT NOT NULL CHECK (account IN ('work', 'personal')),
  name TEXT NOT NULL,
  email TEXT,
  -- The sign-in that name, address and kind of account are from: a copy of an earlier one does not undo them.
  seen_at INTEGER NOT NULL DEFAULT 0,
  disabled_at INTEGER,
  UNIQUE (issuer, tenant, object)
) STRICT, WITHOUT ROWID;

-- A signed-in browser (ID-8): the hash of its id, whose it is, when it ends; nothing personal. A row with `ended_at` is a
-- tombstone: it stays, so that a late copy from another region can't bring the session back.
CREATE TABLE session (
  hash TEXT NOT NULL PRIMARY KEY,
  identity_id TEXT NOT NULL,
  ends_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_end ON session (ends_at);

-- Customers and what they bought -----------------------------------------------------------------------------------------

CREATE TABLE customer (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A directory registered for a customer (ACC-5); its tenant may sign in (ID-3).
CREATE TABLE directory (
  tenant TEXT NOT NULL,
  issuer TEXT NOT NULL,
  customer_id TEXT NOT NULL REFERENCES customer (id),
  PRIMARY KEY (tenant, issuer, customer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement (
  id TEXT NOT NULL PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES customer (id),
  number TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('premier', 'unified')),
  starts_on INTEGER NOT NULL,
  ends_on INTEGER NOT NULL,
  withdrawn_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_by_customer ON agreement (customer_id);

-- Whom an agreement names, in which system role (ACC-2).
CREATE TABLE agreement_person (
  identity_id TEXT NOT NULL,
  agreement_id TEXT NOT NULL REFERENCES agreement (id),
  role TEXT NOT NULL,
  PRIMARY KEY (identity_id, agreement_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_person_by_agreement ON agreement_person (agreement_id, role);

CREATE TABLE package (
  id TEXT NOT NULL PRIMARY KEY,
  agreement_id TEXT NOT NULL REFERENCES agreement (id),
  kind TEXT NOT NULL CHECK (kind IN ('base', 'add_on')),
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE service (
  id TEXT NOT NULL PRIMARY KEY,
  package_id TEXT NOT NULL REFERENCES package (id),
  agreement_id TEXT NOT NULL REFERENCES agreement (id),
  kind TEXT NOT NULL CHECK (kind IN ('reactive', 'proactive')),
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The catalogue: what cases can be about.
CREATE TABLE product (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX product_by_name ON product (name);

CREATE TABLE problem_type (
  id TEXT NOT NULL PRIMARY KEY,
  product_id TEXT NOT NULL REFERENCES product (id),
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX problem_type_by_product ON problem_type (product_id, name);

-- Workspaces -------------------------------------------------------------------------------------------------------------

CREATE TABLE workspace (
  id TEXT NOT NULL PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES customer (id),
  kind TEXT NOT NULL CHECK (kind IN ('default', 'additional')),
  name TEXT NOT NULL,
  accounts TEXT NOT NULL CHECK (accounts IN ('work_only', 'work_and_personal')),
  case_visibility TEXT NOT NULL CHECK (case_visibility IN ('everyone', 'participants_only')),
  created_at INTEGER NOT NULL,
  archived_at INTEGER,
  -- Raised by every change to who may do what in the workspace as a whole: features, services, agreements, archiving,
  -- grants, the assignments of groups. What was decided under an older version is not committed.
  access_version INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

CREATE TABLE workspace_agreement (
  workspace_id TEXT NOT NULL REFERENCES workspace (id),
  agreement_id TEXT NOT NULL REFERENCES agreement (id),
  PRIMARY KEY (workspace_id, agreement_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX workspace_agreement_by_agreement ON workspace_agreement (agreement_id, workspace_id);

CREATE TABLE workspace_service (
  workspace_id TEXT NOT NULL REFERENCES workspace (id),
  service_id TEXT NOT NULL REFERENCES service (id),
  PRIMARY KEY (workspace_id, service_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE workspace_feature (
  workspace_id TEXT NOT NULL REFERENCES workspace (id),
  feature TEXT NOT NULL CHECK (feature IN ('granular_reactive_services')),
  PRIMARY KEY (workspace_id, feature)
) STRICT, WITHOUT ROWID;

-- Administrators named when the workspace was made (WS-2).
CREATE TABLE workspace_administrator (
  workspace_id TEXT NOT NULL REFERENCES workspace (id),
  identity_id TEXT NOT NULL,
  PRIMARY KEY (workspace_id, identity_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspace (id),
  identity_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'removed')),
  -- 1 when an accepted invitation holds the membership, whatever else does.
  invited INTEGER NOT NULL CHECK (invited IN (0, 1)),
  last_opened_at INTEGER,
  -- Raised by every change to what this member may do: own assignments, system roles, group membership, status.
  access_version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (workspace_id, identity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_identity ON member (identity_id, workspace_id);

-- Directory groups, who is in them, and what a workspace grants them (ACC-3).
CREATE TABLE directory_group (
  id TEXT NOT NULL PRIMARY KEY,
  tenant TEXT NOT NULL,
  object TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE group_member (
  identity_id TEXT NOT NULL,
  group_id TEXT NOT NULL REFERENCES directory_group (id),
  PRIMARY KEY (identity_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_by_group ON group_member (group_id, identity_id);

CREATE TABLE group_grant (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspace (id),
  group_id TEXT NOT NULL REFERENCES directory_group (id),
  ends_at INTEGER,
  UNIQUE (workspace_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX group_grant_by_group ON group_grant (group_id);

CREATE TABLE grant_role (
  grant_id TEXT NOT NULL REFERENCES group_grant (id),
  role TEXT NOT NULL,
  PRIMARY KEY (grant_id, role)
) STRICT, WITHOUT ROWID;

-- Service assignments: one row a subject, its set as a JSON array of service ids, so that replacing a set is one write
-- and its version is the subject's (RS-4). The subject is a member or a grant.
CREATE TABLE service_set (
  workspace_id TEXT NOT NULL REFERENCES workspace (id),
  subject_id TEXT NOT NULL,
  services TEXT NOT NULL CHECK (json_valid(services)),
  version INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, subject_id)
) STRICT, WITHOUT ROWID;

-- Cases ------------------------------------------------------------------------------------------------------------------

CREATE TABLE support_case (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspace (id),
  number TEXT NOT NULL UNIQUE,
  service_id TEXT NOT NULL REFERENCES service (id),
  product_id TEXT NOT NULL REFERENCES product (id),
  problem_type_id TEXT NOT NULL REFERENCES problem_type (id),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  impact TEXT,
  severity TEXT NOT NULL CHECK (severity IN ('a', 'b', 'c')),
  state TEXT NOT NULL CHECK (state IN ('new', 'assigned', 'in_progress', 'waiting_for_customer', 'resolved', 'closed')),
  is_open INTEGER NOT NULL GENERATED ALWAYS AS (state NOT IN ('resolved', 'closed')) STORED,
  contact_method TEXT NOT NULL CHECK (contact_method IN ('email', 'phone')),
  phone TEXT,
  language TEXT NOT NULL CHECK (language IN ('en', 'fr')),
  time_zone TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  assignee TEXT,
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  state_since INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
-- Case ids sort by the moment they were made in, so an index that ends in the id gives lists newest first.
CREATE INDEX case_by_age ON support_case (workspace_id, id);
CREATE INDEX case_by_openness ON support_case (workspace_id, is_open, id);
CREATE INDEX case_by_state ON support_case (workspace_id, state, id);
CREATE INDEX case_by_activity ON support_case (workspace_id, is_open, updated_at);
CREATE INDEX case_by_severity ON support_case (workspace_id, is_open, severity);
CREATE INDEX case_resolved ON support_case (state_since) WHERE state = 'resolved';
CREATE INDEX case_by_opening ON support_case (workspace_id, opened_at);

-- Who takes part in a case (CASE-6), once however many parts they play: as what they came to it first. The opener stands
-- here too, so that one index answers "the cases I take part in", newest first.
CREATE TABLE case_participant (
  workspace_id TEXT NOT NULL,
  identity_id TEXT NOT NULL,
  case_id TEXT NOT NULL REFERENCES support_case (id),
  part TEXT NOT NULL CHECK (part IN ('opener', 'contact', 'watcher')),
  PRIMARY KEY (workspace_id, identity_id, case_id)
) STRICT, WITHOUT ROWID;

-- What both sides may read of a case's conversation: answers and changes of state.
CREATE TABLE case_entry (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES support_case (id),
  -- NULL where Portico itself moved it, for the provider.
  identity_id TEXT,
  side TEXT NOT NULL CHECK (side IN ('customer', 'provider')),
  at INTEGER NOT NULL,
  -- Exactly one of the two: what was written, or the state that the case came to.
  text TEXT,
  state TEXT,
  CHECK ((text IS NULL) <> (state IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX case_entry_by_case ON case_entry (case_id, id);

-- Internal notes, in a table of their own: a statement made for customers can't return one by mistake (CASE-8).
CREATE TABLE case_note (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES support_case (id),
  identity_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_note_by_case ON case_note (case_id, id);

-- What keeps all of it honest ----------------------------------------------------------------------------------------------

-- What happened, in the same commit as the change (AUD-1). Ids, never names.
CREATE TABLE audit_event (
  id TEXT NOT NULL PRIMARY KEY,
  -- The workspace, customer or identity that it concerns.
  scope_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- NULL where Portico itself did it.
  actor_id TEXT,
  through TEXT NOT NULL CHECK (through IN ('browser', 'access_id', 'token', 'scim', 'system')),
  action TEXT NOT NULL,
  subject TEXT,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after)),
  refused INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_event_by_scope ON audit_event (scope_id, at, id);
CREATE INDEX audit_event_refused ON audit_event (actor_id, at) WHERE refused = 1;

-- Answers to commands, for a day (API-2).
CREATE TABLE idempotency (
  principal TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  response TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (principal, endpoint, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (at);

-- What must leave this database, written in the commit that causes it and delivered at least once.
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  destination TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_by_due ON outbox (due_at);
CREATE INDEX outbox_by_age ON outbox (created_at);

-- The guard: a commit's first statements insert what it was decided under. Anything but 1 fails the whole batch, NULL
-- too, so a row that is gone guards as well as one that moved. (A table with a CHECK would let NULL pass.)
CREATE VIEW guard (kind, held) AS SELECT NULL, NULL WHERE 0;

CREATE TRIGGER guard_session INSTEAD OF INSERT ON guard
WHEN new.kind = 'session' AND new.held IS NOT 1
BEGIN SELECT RAISE(ABORT, 'guard: session'); END;

CREATE TRIGGER guard_workspace INSTEAD OF INSERT ON guard
WHEN new.kind = 'workspace' AND new.held IS NOT 1
BEGIN SELECT RAISE(ABORT, 'guard: workspace'); END;

CREATE TRIGGER guard_member INSTEAD OF INSERT ON guard
WHEN new.kind = 'member' AND new.held IS NOT 1
BEGIN SELECT RAISE(ABORT, 'guard: member'); END;

CREATE TRIGGER guard_subject INSTEAD OF INSERT ON guard
WHEN new.kind = 'subject' AND new.held IS NOT 1
BEGIN SELECT RAISE(ABORT, 'guard: subject'); END;

CREATE TRIGGER guard_unique INSTEAD OF INSERT ON guard
WHEN new.kind = 'unique' AND new.held IS NOT 1
BEGIN SELECT RAISE(ABORT, 'guard: unique'); END;

-- A guard of a kind that nobody declared must not pass for one that held.
CREATE TRIGGER guard_unknown INSTEAD OF INSERT ON guard
WHEN new.kind IS NULL OR new.kind NOT IN ('session', 'workspace', 'member', 'subject', 'unique')
BEGIN SELECT RAISE(ABORT, 'guard: unknown'); END;
