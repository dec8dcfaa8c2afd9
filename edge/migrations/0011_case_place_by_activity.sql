-- The index with all that a list shows. It keeps its name, by which the version before asks for it.
DROP INDEX case_place_by_activity;
CREATE INDEX case_place_by_activity ON case_place
  (workspace_id, viewer, severity, state, activity, number, title, service_id, opened_by, opened_at, updated_at);
