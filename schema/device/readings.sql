-- Who read what, by time: the `access` changes of the log. (This step also makes the search index anew, in which masked numbers are
-- found whole and by their last four only.)
CREATE INDEX IF NOT EXISTS changes_access ON changes (json_extract(header, '$.hlc[0]')) WHERE op = 'access';
