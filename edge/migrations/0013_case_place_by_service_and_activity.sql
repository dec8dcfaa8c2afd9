-- The index with all that a list shows. It keeps its name, by which the version before asks for it.
DROP INDEX case_place_by_service_and_activity;
CREATE INDEX case_place_by_service_and_activity ON case_place
  (workspace_id, viewer, service_id, severity, state, activity, number, title, opened_by, opened_at, updated_at);
