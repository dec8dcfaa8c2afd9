-- Counts of cases that read no more rows than they show (CASE-11, HOME-1).

-- How many cases each viewer sees: of each service, and of all (service ''). Counting is reading one row, whatever the filter
-- and however many there are. Triggers on `case_place` keep it, so whatever changes a place can't forget it.
CREATE TABLE case_tally (
  workspace_id TEXT NOT NULL,
  viewer TEXT NOT NULL,
  service_id TEXT NOT NULL,
  -- By severity and state: {"a_new": 3, "c_closed": 141}.
  cases TEXT NOT NULL CHECK (json_valid(cases)),
  -- By the month they were opened in: {"2026-11-01": 12}.
  opened TEXT NOT NULL CHECK (json_valid(opened)),
  PRIMARY KEY (workspace_id, viewer, service_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER case_tally_added AFTER INSERT ON case_place
BEGIN
  INSERT INTO case_tally (workspace_id, viewer, service_id, cases, opened)
    SELECT new.workspace_id, new.viewer, service, json_object(new.severity || '_' || new.state, 1),
           json_object(strftime('%Y-%m-01', new.opened_at / 1000, 'unixepoch'), 1)
    FROM (SELECT '' AS service UNION ALL SELECT new.service_id)
    WHERE true
    ON CONFLICT DO UPDATE SET
      cases = json_set(cases, '$.' || new.severity || '_' || new.state,
                       coalesce(cases ->> (new.severity || '_' || new.state), 0) + 1),
      opened = json_set(opened, strftime('$."%Y-%m-01"', new.opened_at / 1000, 'unixepoch'),
                        coalesce(opened ->> strftime('$."%Y-%m-01"', new.opened_at / 1000, 'unixepoch'), 0) + 1);
END;

CREATE TRIGGER case_tally_removed AFTER DELETE ON case_place
BEGIN
  UPDATE case_tally SET
      cases = json_set(cases, '$.' || old.severity || '_' || old.state,
                       (cases ->> (old.severity || '_' || old.state)) - 1),
      opened = json_set(opened, strftime('$."%Y-%m-01"', old.opened_at / 1000, 'unixepoch'),
                        (opened ->> strftime('$."%Y-%m-01"', old.opened_at / 1000, 'unixepoch')) - 1)
    WHERE workspace_id = old.workspace_id AND viewer = old.viewer AND service_id IN ('', old.service_id);
END;

-- The usual change: one write for each tally, not two.
CREATE TRIGGER case_tally_moved AFTER UPDATE OF severity, state ON case_place
WHEN (new.severity, new.state) IS NOT (old.severity, old.state)
  AND (new.workspace_id, new.viewer, new.service_id, new.opened_at)
    IS (old.workspace_id, old.viewer, old.service_id, old.opened_at)
BEGIN
  UPDATE case_tally SET
      cases = json_set(cases, '$.' || old.severity || '_' || old.state,
                       (cases ->> (old.severity || '_' || old.state)) - 1,
                       '$.' || new.severity || '_' || new.state,
                       coalesce(cases ->> (new.severity || '_' || new.state), 0) + 1)
    WHERE workspace_id = old.workspace_id AND viewer = old.viewer AND service_id IN ('', old.service_id);
END;

-- Whatever else a place is counted by.
CREATE TRIGGER case_tally_handed_over AFTER UPDATE OF workspace_id, viewer, service_id, opened_at ON case_place
WHEN (new.workspace_id, new.viewer, new.service_id, new.opened_at)
  IS NOT (old.workspace_id, old.viewer, old.service_id, old.opened_at)
BEGIN
  UPDATE case_tally SET
      cases = json_set(cases, '$.' || old.severity || '_' || old.state,
                       (cases ->> (old.severity || '_' || old.state)) - 1),
      opened = json_set(opened, strftime('$."%Y-%m-01"', old.opened_at / 1000, 'unixepoch'),
                        (opened ->> strftime('$."%Y-%m-01"', old.opened_at / 1000, 'unixepoch')) - 1)
    WHERE workspace_id = old.workspace_id AND viewer = old.viewer AND service_id IN ('', old.service_id);
  INSERT INTO case_tally (workspace_id, viewer, service_id, cases, opened)
    SELECT new.workspace_id, new.viewer, service, json_object(new.severity || '_' || new.state, 1),
           json_object(strftime('%Y-%m-01', new.opened_at / 1000, 'unixepoch'), 1)
    FROM (SELECT '' AS service UNION ALL SELECT new.service_id)
    WHERE true
    ON CONFLICT DO UPDATE SET
      cases = json_set(cases, '$.' || new.severity || '_' || new.state,
                       coalesce(cases ->> (new.severity || '_' || new.state), 0) + 1),
      opened = json_set(opened, strftime('$."%Y-%m-01"', new.opened_at / 1000, 'unixepoch'),
                        coalesce(opened ->> strftime('$."%Y-%m-01"', new.opened_at / 1000, 'unixepoch'), 0) + 1);
END;

-- Nothing asks for it by now. The other indexes that only Home used go when the version before, which names them, serves no more.
DROP INDEX case_by_age;
