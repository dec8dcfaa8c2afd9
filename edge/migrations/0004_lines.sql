-- Lists of people and plans for them: one kept line a person (docs/decisions/0011).

-- All that lists and plans need of a member, in one row, so that a list reads as many rows as the workspace has members and a
-- plan as many as it affects. Facts only: nothing in a line says what is in force at a moment.
--
-- A line has a place in each list it is read for: in its workspace's, `<workspace>`; in that of each grant there whose group the
-- person is in, `<workspace>/<grant>`; and, where something names the person, in `<workspace>/named`. So each of these lists is a
-- stretch of the key, and no place of another workspace can be asked for. All of a member's lines say the same.
--
-- Triggers keep them, so that whatever changes a source can't forget it: `member_line_drawn` says what a line is, putting a
-- member into `member_line_due` draws theirs anew. Ids and keys never change, so that only the other columns are watched.
CREATE TABLE member_line (
  place TEXT NOT NULL,
  member_id TEXT NOT NULL,
  -- These are NULL until the person has come for the first time.
  name TEXT,
  email TEXT,
  origin TEXT,
  account TEXT,
  disabled INTEGER NOT NULL,
  status TEXT NOT NULL,
  invited INTEGER NOT NULL,
  -- What names the person: pairs of a role and the agreement that gives it, NULL for the workspace's making.
  named TEXT NOT NULL,
  -- The grants here whose groups the person is in.
  grants TEXT NOT NULL,
  -- The person's own set of services, and its version; 0 if there never was one.
  services TEXT NOT NULL,
  set_version INTEGER NOT NULL,
  -- Raised whenever the line is drawn anew: what was decided on an older one is not committed.
  version INTEGER NOT NULL,
  PRIMARY KEY (place, member_id)
) STRICT, WITHOUT ROWID;

CREATE VIEW member_line_drawn AS
SELECT m.workspace_id AS place, m.id AS member_id, i.name, i.email, i.origin, i.account,
       i.disabled_at IS NOT NULL AS disabled, m.status, m.invited,
       (SELECT json_group_array(json_array(role, agreement_id))
        FROM (SELECT p.role, p.agreement_id
              FROM workspace_agreement wa
              CROSS JOIN agreement_person p ON p.identity_id = m.identity_id AND p.agreement_id = wa.agreement_id
              WHERE wa.workspace_id = m.workspace_id
              UNION ALL
              SELECT 'administrator', NULL
              FROM workspace_administrator a
              WHERE a.workspace_id = m.workspace_id AND a.identity_id = m.identity_id)) AS named,
       (SELECT json_group_array(g.id)
        FROM group_member gm
        CROSS JOIN group_grant g ON g.workspace_id = m.workspace_id AND g.group_id = gm.group_id
        WHERE gm.identity_id = m.identity_id) AS grants,
       coalesce(s.services, '[]') AS services, coalesce(s.version, 0) AS set_version
FROM member m
LEFT JOIN identity i ON i.id = m.identity_id
LEFT JOIN service_set s ON s.workspace_id = m.workspace_id AND s.subject_id = m.id;

CREATE VIEW member_line_due (member_id) AS SELECT NULL WHERE 0;

CREATE TRIGGER member_line_redrawn INSTEAD OF INSERT ON member_line_due
BEGIN
  DELETE FROM member_line
    WHERE member_id = new.member_id
      AND place IN (SELECT l.place || '/' || g.value
                    FROM member m
                    CROSS JOIN member_line l ON l.place = m.workspace_id AND l.member_id = m.id
                    CROSS JOIN json_each(l.grants) g
                    WHERE m.id = new.member_id
                    UNION ALL
                    SELECT workspace_id || '/named' FROM member WHERE id = new.member_id);
  INSERT INTO member_line (place, member_id, name, email, origin, account, disabled, status, invited, named, grants,
                           services, set_version, version)
    SELECT place, member_id, name, email, origin, account, disabled, status, invited, named, grants,
           services, set_version, 1
    FROM member_line_drawn WHERE member_id = new.member_id
    ON CONFLICT (place, member_id) DO UPDATE
      SET name = excluded.name, email = excluded.email, origin = excluded.origin, account = excluded.account,
          disabled = excluded.disabled, status = excluded.status, invited = excluded.invited, named = excluded.named,
          grants = excluded.grants, services = excluded.services, set_version = excluded.set_version,
          version = version + 1;
  INSERT INTO member_line (place, member_id, name, email, origin, account, disabled, status, invited, named, grants,
                           services, set_version, version)
    SELECT p.place, l.member_id, l.name, l.email, l.origin, l.account, l.disabled, l.status, l.invited, l.named, l.grants,
           l.services, l.set_version, l.version
    FROM member m
    CROSS JOIN member_line l ON l.place = m.workspace_id AND l.member_id = m.id
    CROSS JOIN (SELECT k.place || '/' || g.value AS place
                FROM member m
                CROSS JOIN member_line k ON k.place = m.workspace_id AND k.member_id = m.id
                CROSS JOIN json_each(k.grants) g
                WHERE m.id = new.member_id
                UNION ALL
                SELECT k.place || '/named'
                FROM member m
                CROSS JOIN member_line k ON k.place = m.workspace_id AND k.member_id = m.id
                WHERE m.id = new.member_id AND k.named <> '[]') p
    WHERE m.id = new.member_id;
END;

-- What there are few of in a workspace, in one row: the numbers of its agreements, what its groups are granted, and the sets of
-- services of its grants, gone ones included. What changes any of it drops the row, and the raise of the workspace's access
-- version that ends such a change draws it anew: once, however many grants were changed.
--
-- D1 takes rows of 2 MB. A column that would be longer than 600 KB is NULL; it is read from the tables, as all of them are where
-- the row is missing.
CREATE TABLE workspace_line (
  workspace_id TEXT NOT NULL PRIMARY KEY,
  -- Pairs of an agreement and its number.
  agreements TEXT,
  -- Per grant: its id, its group's name, when it ends, its roles.
  grants TEXT,
  -- Per set: the grant, the services, the version.
  sets TEXT
) STRICT, WITHOUT ROWID;

CREATE VIEW workspace_line_drawn AS
SELECT w.id AS workspace_id,
       iif((SELECT total(octet_length(json_array(a.id, a.number)) + 1)
            FROM workspace_agreement wa
            CROSS JOIN agreement a ON a.id = wa.agreement_id
            WHERE wa.workspace_id = w.id) < 600000,
           (SELECT json_group_array(json_array(a.id, a.number))
            FROM workspace_agreement wa
            CROSS JOIN agreement a ON a.id = wa.agreement_id
            WHERE wa.workspace_id = w.id),
           NULL) AS agreements,
       iif((SELECT total(octet_length(json_array(
                     g.id, d.name, g.ends_at,
                     (SELECT json_group_array(r.role) FROM grant_role r WHERE r.grant_id = g.id))) + 1)
            FROM group_grant g
            CROSS JOIN directory_group d ON d.id = g.group_id
            WHERE g.workspace_id = w.id) < 600000,
           (SELECT json_group_array(json_array(
                     g.id, d.name, g.ends_at,
                     (SELECT json_group_array(r.role) FROM grant_role r WHERE r.grant_id = g.id)))
            FROM group_grant g
            CROSS JOIN directory_group d ON d.id = g.group_id
            WHERE g.workspace_id = w.id),
           NULL) AS grants,
       iif((SELECT total(octet_length(json_array(s.subject_id, json(s.services), s.version)) + 1)
            FROM service_set s
            WHERE s.workspace_id = w.id AND s.subject_id > 'gra_' AND s.subject_id < 'gra`') < 600000,
           (SELECT json_group_array(json_array(s.subject_id, json(s.services), s.version))
            FROM service_set s
            WHERE s.workspace_id = w.id AND s.subject_id > 'gra_' AND s.subject_id < 'gra`'),
           NULL) AS sets
FROM workspace w;

-- What a line is drawn from. --------------------------------------------------------------------------------------------

CREATE TRIGGER line_member_came AFTER INSERT ON member
BEGIN
  INSERT INTO member_line_due VALUES (new.id);
END;

CREATE TRIGGER line_member_moved AFTER UPDATE OF status, invited ON member
WHEN new.status <> old.status OR new.invited <> old.invited
BEGIN
  INSERT INTO member_line_due VALUES (new.id);
END;

CREATE TRIGGER line_member_went AFTER DELETE ON member
BEGIN
  DELETE FROM member_line
    WHERE member_id = old.id
      AND place IN (SELECT old.workspace_id
                    UNION ALL
                    SELECT old.workspace_id || '/named'
                    UNION ALL
                    SELECT l.place || '/' || g.value
                    FROM member_line l
                    CROSS JOIN json_each(l.grants) g
                    WHERE l.place = old.workspace_id AND l.member_id = old.id);
END;

-- A person's row is written at every sign-in, in every region, and is mostly what it was.
CREATE TRIGGER line_person_moved AFTER UPDATE OF origin, account, name, email, disabled_at ON identity
WHEN new.name <> old.name OR new.email IS NOT old.email OR new.account <> old.account OR new.origin <> old.origin
  OR (new.disabled_at IS NULL) <> (old.disabled_at IS NULL)
BEGIN
  INSERT INTO member_line_due SELECT id FROM member WHERE identity_id = new.id;
END;

CREATE TRIGGER line_person_came AFTER INSERT ON identity
BEGIN
  INSERT INTO member_line_due SELECT id FROM member WHERE identity_id = new.id;
END;

CREATE TRIGGER line_person_went AFTER DELETE ON identity
BEGIN
  INSERT INTO member_line_due SELECT id FROM member WHERE identity_id = old.id;
END;

CREATE TRIGGER line_person_named AFTER INSERT ON agreement_person
BEGIN
  INSERT INTO member_line_due
    SELECT m.id
    FROM workspace_agreement wa
    CROSS JOIN member m ON m.workspace_id = wa.workspace_id AND m.identity_id = new.identity_id
    WHERE wa.agreement_id = new.agreement_id;
END;

CREATE TRIGGER line_person_unnamed AFTER DELETE ON agreement_person
BEGIN
  INSERT INTO member_line_due
    SELECT m.id
    FROM workspace_agreement wa
    CROSS JOIN member m ON m.workspace_id = wa.workspace_id AND m.identity_id = old.identity_id
    WHERE wa.agreement_id = old.agreement_id;
END;

CREATE TRIGGER line_agreement_came AFTER INSERT ON workspace_agreement
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = new.workspace_id;
  INSERT INTO member_line_due
    SELECT m.id
    FROM (SELECT DISTINCT identity_id FROM agreement_person WHERE agreement_id = new.agreement_id) p
    CROSS JOIN member m ON m.workspace_id = new.workspace_id AND m.identity_id = p.identity_id;
END;

CREATE TRIGGER line_agreement_went AFTER DELETE ON workspace_agreement
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = old.workspace_id;
  INSERT INTO member_line_due
    SELECT m.id
    FROM (SELECT DISTINCT identity_id FROM agreement_person WHERE agreement_id = old.agreement_id) p
    CROSS JOIN member m ON m.workspace_id = old.workspace_id AND m.identity_id = p.identity_id;
END;

CREATE TRIGGER line_administrator_came AFTER INSERT ON workspace_administrator
BEGIN
  INSERT INTO member_line_due
    SELECT id FROM member WHERE workspace_id = new.workspace_id AND identity_id = new.identity_id;
END;

CREATE TRIGGER line_administrator_went AFTER DELETE ON workspace_administrator
BEGIN
  INSERT INTO member_line_due
    SELECT id FROM member WHERE workspace_id = old.workspace_id AND identity_id = old.identity_id;
END;

CREATE TRIGGER line_group_joined AFTER INSERT ON group_member
BEGIN
  INSERT INTO member_line_due
    SELECT m.id
    FROM group_grant g
    CROSS JOIN member m ON m.workspace_id = g.workspace_id AND m.identity_id = new.identity_id
    WHERE g.group_id = new.group_id;
END;

CREATE TRIGGER line_group_left AFTER DELETE ON group_member
BEGIN
  INSERT INTO member_line_due
    SELECT m.id
    FROM group_grant g
    CROSS JOIN member m ON m.workspace_id = g.workspace_id AND m.identity_id = old.identity_id
    WHERE g.group_id = old.group_id;
END;

CREATE TRIGGER line_grant_came AFTER INSERT ON group_grant
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = new.workspace_id;
  INSERT INTO member_line_due
    SELECT m.id
    FROM group_member gm
    CROSS JOIN member m ON m.workspace_id = new.workspace_id AND m.identity_id = gm.identity_id
    WHERE gm.group_id = new.group_id;
END;

CREATE TRIGGER line_grant_went AFTER DELETE ON group_grant
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = old.workspace_id;
  INSERT INTO member_line_due
    SELECT m.id
    FROM group_member gm
    CROSS JOIN member m ON m.workspace_id = old.workspace_id AND m.identity_id = gm.identity_id
    WHERE gm.group_id = old.group_id;
END;

CREATE TRIGGER line_grant_moved AFTER UPDATE OF ends_at ON group_grant
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = new.workspace_id;
END;

CREATE TRIGGER line_role_came AFTER INSERT ON grant_role
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = (SELECT workspace_id FROM group_grant WHERE id = new.grant_id);
END;

CREATE TRIGGER line_role_went AFTER DELETE ON grant_role
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = (SELECT workspace_id FROM group_grant WHERE id = old.grant_id);
END;

CREATE TRIGGER line_group_named AFTER UPDATE OF name ON directory_group WHEN new.name <> old.name
BEGIN
  DELETE FROM workspace_line WHERE workspace_id IN (SELECT workspace_id FROM group_grant WHERE group_id = new.id);
END;

CREATE TRIGGER line_agreement_numbered AFTER UPDATE OF number ON agreement WHEN new.number <> old.number
BEGIN
  DELETE FROM workspace_line
    WHERE workspace_id IN (SELECT workspace_id FROM workspace_agreement WHERE agreement_id = new.id);
END;

-- Sets of services: a person's is written into their lines, thousands in a save; a grant's into none.

CREATE TRIGGER line_set_came AFTER INSERT ON service_set WHEN new.subject_id NOT LIKE 'gra|_%' ESCAPE '|'
BEGIN
  UPDATE member_line SET services = new.services, set_version = new.version, version = version + 1
    WHERE member_id = new.subject_id
      AND place IN (SELECT new.workspace_id
                    UNION ALL
                    SELECT new.workspace_id || '/named'
                    UNION ALL
                    SELECT l.place || '/' || g.value
                    FROM member_line l
                    CROSS JOIN json_each(l.grants) g
                    WHERE l.place = new.workspace_id AND l.member_id = new.subject_id);
END;

CREATE TRIGGER line_grants_set_came AFTER INSERT ON service_set WHEN new.subject_id LIKE 'gra|_%' ESCAPE '|'
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = new.workspace_id;
END;

CREATE TRIGGER line_set_moved AFTER UPDATE OF services, version ON service_set WHEN new.subject_id NOT LIKE 'gra|_%' ESCAPE '|'
BEGIN
  UPDATE member_line SET services = new.services, set_version = new.version, version = version + 1
    WHERE member_id = new.subject_id
      AND place IN (SELECT new.workspace_id
                    UNION ALL
                    SELECT new.workspace_id || '/named'
                    UNION ALL
                    SELECT l.place || '/' || g.value
                    FROM member_line l
                    CROSS JOIN json_each(l.grants) g
                    WHERE l.place = new.workspace_id AND l.member_id = new.subject_id);
END;

CREATE TRIGGER line_grants_set_moved AFTER UPDATE OF services, version ON service_set WHEN new.subject_id LIKE 'gra|_%' ESCAPE '|'
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = new.workspace_id;
END;

CREATE TRIGGER line_set_went AFTER DELETE ON service_set WHEN old.subject_id NOT LIKE 'gra|_%' ESCAPE '|'
BEGIN
  UPDATE member_line SET services = '[]', set_version = 0, version = version + 1
    WHERE member_id = old.subject_id
      AND place IN (SELECT old.workspace_id
                    UNION ALL
                    SELECT old.workspace_id || '/named'
                    UNION ALL
                    SELECT l.place || '/' || g.value
                    FROM member_line l
                    CROSS JOIN json_each(l.grants) g
                    WHERE l.place = old.workspace_id AND l.member_id = old.subject_id);
END;

CREATE TRIGGER line_grants_set_went AFTER DELETE ON service_set WHEN old.subject_id LIKE 'gra|_%' ESCAPE '|'
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = old.workspace_id;
END;

CREATE TRIGGER workspace_line_redrawn AFTER UPDATE OF access_version ON workspace
WHEN NOT EXISTS (SELECT 1 FROM workspace_line WHERE workspace_id = new.id)
BEGIN
  INSERT INTO workspace_line (workspace_id, agreements, grants, sets)
    SELECT workspace_id, agreements, grants, sets FROM workspace_line_drawn WHERE workspace_id = new.id;
END;

CREATE TRIGGER workspace_line_went AFTER DELETE ON workspace
BEGIN
  DELETE FROM workspace_line WHERE workspace_id = old.id;
END;

-- Those who are there.
INSERT INTO member_line_due SELECT id FROM member;
INSERT INTO workspace_line (workspace_id, agreements, grants, sets)
  SELECT workspace_id, agreements, grants, sets FROM workspace_line_drawn;
