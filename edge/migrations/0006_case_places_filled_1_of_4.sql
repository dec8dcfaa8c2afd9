-- What 0005 has added, for a quarter of the places that were there; none that is filled already is written again.
UPDATE case_place SET (number, title, opened_by, opened_at) =
  (SELECT c.number, c.title, c.opened_by, c.opened_at FROM support_case c WHERE c.id = case_id)
  WHERE number = '' AND unicode(substr(case_id, -1)) % 4 = 0;
