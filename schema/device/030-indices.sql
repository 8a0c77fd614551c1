-- Indices as the questions turned out to need them: fewer pages for a save to write, the county's questions by station, names by
-- pinyin.

-- Most visits belong to no case and many to no household: these need no entry.
DROP INDEX visits_by_case;
CREATE INDEX visits_by_case ON visits ("case") WHERE "case" IS NOT NULL;
DROP INDEX visits_by_household;
CREATE INDEX visits_by_household ON visits (household) WHERE household IS NOT NULL;
-- Nobody asks for visits by their next date: whose is due is told by each person's newest visit.
DROP INDEX visits_by_next_date;
-- A month of one station without looking at the visits of all.
DROP INDEX visits_by_date;
CREATE INDEX visits_by_date ON visits (date, station);
CREATE INDEX recipients_by_station ON recipients (station);
CREATE INDEX recipient_categories_by_station ON recipient_categories (station);

-- Names by pinyin instead of code point: projected beside the dictionary's fields, and only sorted by.
ALTER TABLE recipients ADD COLUMN name_order TEXT;
DROP INDEX recipients_on_file_by_village;
CREATE INDEX recipients_on_file_by_village ON recipients (deleted_reason, death_date, left_date, village, name_order);
CREATE INDEX recipients_by_name_order ON recipients (name_order);

-- The newest documents of the search, not yet in the full-text index: one page of a save instead of half a dozen.
CREATE TABLE search_fresh (
  id           INTEGER PRIMARY KEY,        -- of search_docs
  names        TEXT    NOT NULL,
  texts        TEXT    NOT NULL
);
