-- The index with all that a list shows. It keeps its name, by which the version before asks for it.
DROP INDEX case_place_by_service_and_age;
CREATE INDEX case_place_by_service_and_age ON case_place
  (workspace_id, viewer, service_id, severity, state, case_id, number, title, opened_by, opened_at, updated_at);
