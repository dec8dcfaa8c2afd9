-- Profiles, and signing out everywhere.

-- When a session began, to tell what a sign-out everywhere ends from what comes after it. Rows of the version before have
-- lasted since half a day before their end; what that version still writes counts as begun long ago.
ALTER TABLE session ADD COLUMN began_at INTEGER NOT NULL DEFAULT 0;
UPDATE session SET began_at = ends_at - 43200000;
CREATE INDEX session_by_identity ON session (identity_id, began_at);

-- Every session of the identity that began at this moment or before has ended (ID-7). Not a column of `identity`: the news
-- may reach a shard before the person's own row does, and must not be lost there.
CREATE TABLE sessions_end (
  identity_id TEXT NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How somebody wants Portico to be (L10N-1). The same row in every shard, the latest wins; of its own for the same reason.
CREATE TABLE profile (
  identity_id TEXT NOT NULL PRIMARY KEY,
  -- NULL: the browser's.
  language TEXT CHECK (language IN ('en', 'fr')),
  -- NULL: the system's.
  theme TEXT CHECK (theme IN ('light', 'dark')),
  set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
