-- Lists of cases that read no more rows than they show (CASE-11).
--
-- What a list shows of a case stands with its places (here, and in 0006 to 0009 for the cases that are there), and in the
-- indexes that order them (0010 to 0013): a page is read out of an index, without a row for each case besides.
--
-- A file is one query for D1, which ends it after 30 s: so what takes time for every case is spread over several, each of which
-- leaves everything in a state that the version before can serve from (docs/decisions/0015).
ALTER TABLE case_place ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE case_place ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE case_place ADD COLUMN opened_by TEXT NOT NULL DEFAULT '';
ALTER TABLE case_place ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER case_place_opened;
CREATE TRIGGER case_place_opened AFTER INSERT ON support_case
BEGIN
  INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at, number, title,
                          opened_by, opened_at)
    SELECT new.id, viewer, new.workspace_id, new.service_id, new.severity, new.state, new.updated_at, new.number,
           new.title, new.opened_by, new.opened_at
    FROM (SELECT '' AS viewer UNION ALL SELECT new.assignee WHERE new.assignee IS NOT NULL);
END;

DROP TRIGGER case_place_joined;
CREATE TRIGGER case_place_joined AFTER INSERT ON case_participant
BEGIN
  INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at, number, title,
                          opened_by, opened_at)
    SELECT id, new.identity_id, workspace_id, service_id, severity, state, updated_at, number, title, opened_by, opened_at
    FROM support_case WHERE id = new.case_id
    ON CONFLICT DO NOTHING;
END;

DROP TRIGGER case_place_changed;
CREATE TRIGGER case_place_changed
AFTER UPDATE OF service_id, severity, state, updated_at, number, title, opened_by, opened_at ON support_case
BEGIN
  UPDATE case_place
    SET service_id = new.service_id, severity = new.severity, state = new.state, updated_at = new.updated_at,
        number = new.number, title = new.title, opened_by = new.opened_by, opened_at = new.opened_at
    WHERE case_id = new.id;
END;

DROP TRIGGER case_place_assigned;
CREATE TRIGGER case_place_assigned AFTER UPDATE OF assignee ON support_case WHEN new.assignee IS NOT old.assignee
BEGIN
  DELETE FROM case_place
    WHERE case_id = new.id AND viewer = old.assignee
      AND NOT EXISTS (SELECT 1 FROM case_participant
                      WHERE workspace_id = new.workspace_id AND identity_id = old.assignee AND case_id = new.id);
  INSERT INTO case_place (case_id, viewer, workspace_id, service_id, severity, state, updated_at, number, title,
                          opened_by, opened_at)
    SELECT new.id, new.assignee, new.workspace_id, new.service_id, new.severity, new.state, new.updated_at, new.number,
           new.title, new.opened_by, new.opened_at
    WHERE new.assignee IS NOT NULL
    ON CONFLICT DO NOTHING;
END;

-- The names of the services of a customer's agreements, by id: {"svc_eu1_…": "Database Support"}. A list names the service of
-- each of its cases, also of those that the workspace no longer has, out of this one row.
ALTER TABLE customer ADD COLUMN service_names TEXT NOT NULL DEFAULT '{}';
UPDATE customer SET service_names = coalesce(
  (SELECT json_group_object(s.id, s.name) FROM agreement a JOIN service s ON s.agreement_id = a.id
   WHERE a.customer_id = customer.id), '{}');

CREATE TRIGGER service_named AFTER INSERT ON service
BEGIN
  UPDATE customer SET service_names = json_set(service_names, '$.' || new.id, new.name)
    WHERE id = (SELECT customer_id FROM agreement WHERE id = new.agreement_id);
END;

CREATE TRIGGER service_renamed AFTER UPDATE OF name ON service
BEGIN
  UPDATE customer SET service_names = json_set(service_names, '$.' || new.id, new.name)
    WHERE id = (SELECT customer_id FROM agreement WHERE id = new.agreement_id);
END;
