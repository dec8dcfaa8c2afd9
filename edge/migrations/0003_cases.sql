-- Lists of cases by filters (CASE-11): where each case stands in them, and the views that people save.

-- Where a case stands in the lists of whoever sees it: once for those who see all cases of the workspace (viewer ''), and
-- once for each person who has a part in it, as participant or as the one who works on it. The two scopes of cases differ
-- in the viewer only, so that one statement serves both.
--
-- A list reads no more rows than it shows, however rare what it asks for is: filters are equalities on the first columns of
-- an index whose last column is the order, and the rows of each combination of states, severities and services come out of
-- it in that order, to be merged. Triggers keep it, so that whatever changes a case can't forget it.
CREATE TABLE case_place (
  case_id TEXT NOT NULL REFERENCES support_case (id) ON DELETE CASCADE,
  viewer TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  service_id TEXT NOT NULL,
  severity TEXT NOT NULL,
  state TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  -- The order by last activity; the case's id stands behind the moment, so that no two are the same.
  activity TEXT NOT NULL GENERATED ALWAYS AS (printf('%016d', updated_at) || case_id) VIRTUAL,
  PRIMARY KEY (case_id, viewer)
) STRICT, WITHOUT ROWID;
-- With a trigger on it, SQLite looks for rows that refer to a case which is being opened.
CREATE INDEX case_participant_by_case ON case_participant (case_id);

CREATE TRIGGER case_place_opened AFTER INSERT ON support_case
BEGIN
  INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
    SELECT new.id, viewer, new.workspace_id, new.service_id, new.severity, new.state, new.updated_at
    FROM (SELECT '' AS viewer UNION ALL SELECT new.assignee WHERE new.assignee IS NOT NULL);
END;

CREATE TRIGGER case_place_joined AFTER INSERT ON case_participant
BEGIN
  INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
    SELECT id, new.identity_id, workspace_id, service_id, severity, state, updated_at
    FROM support_case WHERE id = new.case_id
    ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER case_place_left AFTER DELETE ON case_participant
BEGIN
  DELETE FROM case_place
    WHERE case_id = old.case_id AND viewer = old.identity_id
      AND viewer IS NOT (SELECT assignee FROM support_case WHERE id = old.case_id);
END;

CREATE TRIGGER case_place_changed AFTER UPDATE OF service_id, severity, state, updated_at ON support_case
BEGIN
  UPDATE case_place
    SET service_id = new.service_id, severity = new.severity, state = new.state, updated_at = new.updated_at
    WHERE case_id = new.id;
END;

CREATE TRIGGER case_place_assigned AFTER UPDATE OF assignee ON support_case WHEN new.assignee IS NOT old.assignee
BEGIN
  DELETE FROM case_place
    WHERE case_id = new.id AND viewer = old.assignee
      AND NOT EXISTS (SELECT 1 FROM case_participant
                      WHERE workspace_id = new.workspace_id AND identity_id = old.assignee AND case_id = new.id);
  INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
    SELECT new.id, new.assignee, new.workspace_id, new.service_id, new.severity, new.state, new.updated_at
    WHERE new.assignee IS NOT NULL
    ON CONFLICT DO NOTHING;
END;

-- The cases that are there, an eighth at a time: each statement stays well below the time that D1 gives one. A case that is
-- opened or moved meanwhile is placed by the triggers above; what is there already is left alone.
INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
  SELECT id, '', workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE unicode(substr(id, -1)) % 8 = 0
  UNION ALL
  SELECT c.id, p.identity_id, c.workspace_id, c.service_id, c.severity, c.state, c.updated_at
  FROM support_case c JOIN case_participant p ON p.case_id = c.id WHERE unicode(substr(c.id, -1)) % 8 = 0
  UNION ALL
  SELECT id, assignee, workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE assignee IS NOT NULL AND unicode(substr(id, -1)) % 8 = 0
  ON CONFLICT DO NOTHING;
INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
  SELECT id, '', workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE unicode(substr(id, -1)) % 8 = 1
  UNION ALL
  SELECT c.id, p.identity_id, c.workspace_id, c.service_id, c.severity, c.state, c.updated_at
  FROM support_case c JOIN case_participant p ON p.case_id = c.id WHERE unicode(substr(c.id, -1)) % 8 = 1
  UNION ALL
  SELECT id, assignee, workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE assignee IS NOT NULL AND unicode(substr(id, -1)) % 8 = 1
  ON CONFLICT DO NOTHING;
INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
  SELECT id, '', workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE unicode(substr(id, -1)) % 8 = 2
  UNION ALL
  SELECT c.id, p.identity_id, c.workspace_id, c.service_id, c.severity, c.state, c.updated_at
  FROM support_case c JOIN case_participant p ON p.case_id = c.id WHERE unicode(substr(c.id, -1)) % 8 = 2
  UNION ALL
  SELECT id, assignee, workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE assignee IS NOT NULL AND unicode(substr(id, -1)) % 8 = 2
  ON CONFLICT DO NOTHING;
INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
  SELECT id, '', workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE unicode(substr(id, -1)) % 8 = 3
  UNION ALL
  SELECT c.id, p.identity_id, c.workspace_id, c.service_id, c.severity, c.state, c.updated_at
  FROM support_case c JOIN case_participant p ON p.case_id = c.id WHERE unicode(substr(c.id, -1)) % 8 = 3
  UNION ALL
  SELECT id, assignee, workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE assignee IS NOT NULL AND unicode(substr(id, -1)) % 8 = 3
  ON CONFLICT DO NOTHING;
INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
  SELECT id, '', workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE unicode(substr(id, -1)) % 8 = 4
  UNION ALL
  SELECT c.id, p.identity_id, c.workspace_id, c.service_id, c.severity, c.state, c.updated_at
  FROM support_case c JOIN case_participant p ON p.case_id = c.id WHERE unicode(substr(c.id, -1)) % 8 = 4
  UNION ALL
  SELECT id, assignee, workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE assignee IS NOT NULL AND unicode(substr(id, -1)) % 8 = 4
  ON CONFLICT DO NOTHING;
INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
  SELECT id, '', workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE unicode(substr(id, -1)) % 8 = 5
  UNION ALL
  SELECT c.id, p.identity_id, c.workspace_id, c.service_id, c.severity, c.state, c.updated_at
  FROM support_case c JOIN case_participant p ON p.case_id = c.id WHERE unicode(substr(c.id, -1)) % 8 = 5
  UNION ALL
  SELECT id, assignee, workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE assignee IS NOT NULL AND unicode(substr(id, -1)) % 8 = 5
  ON CONFLICT DO NOTHING;
INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
  SELECT id, '', workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE unicode(substr(id, -1)) % 8 = 6
  UNION ALL
  SELECT c.id, p.identity_id, c.workspace_id, c.service_id, c.severity, c.state, c.updated_at
  FROM support_case c JOIN case_participant p ON p.case_id = c.id WHERE unicode(substr(c.id, -1)) % 8 = 6
  UNION ALL
  SELECT id, assignee, workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE assignee IS NOT NULL AND unicode(substr(id, -1)) % 8 = 6
  ON CONFLICT DO NOTHING;
INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at)
  SELECT id, '', workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE unicode(substr(id, -1)) % 8 = 7
  UNION ALL
  SELECT c.id, p.identity_id, c.workspace_id, c.service_id, c.severity, c.state, c.updated_at
  FROM support_case c JOIN case_participant p ON p.case_id = c.id WHERE unicode(substr(c.id, -1)) % 8 = 7
  UNION ALL
  SELECT id, assignee, workspace_id, service_id, severity, state, updated_at
  FROM support_case WHERE assignee IS NOT NULL AND unicode(substr(id, -1)) % 8 = 7
  ON CONFLICT DO NOTHING;

-- Ids are in the order of opening (see 0001). With severities and states alone there are at most 18 combinations, so only
-- services make a second pair worth its writes.
CREATE INDEX case_place_by_age ON case_place (workspace_id, viewer, severity, state, case_id);
CREATE INDEX case_place_by_activity ON case_place (workspace_id, viewer, severity, state, activity);
CREATE INDEX case_place_by_service_and_age ON case_place (workspace_id, viewer, service_id, severity, state, case_id);
CREATE INDEX case_place_by_service_and_activity
  ON case_place (workspace_id, viewer, service_id, severity, state, activity);

-- Views of the list of cases that people have saved for themselves: filters under a name.
CREATE TABLE case_view (
  workspace_id TEXT NOT NULL REFERENCES workspace (id),
  identity_id TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  PRIMARY KEY (workspace_id, identity_id, name)
) STRICT, WITHOUT ROWID;
