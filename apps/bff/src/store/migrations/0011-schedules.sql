-- Schedules that are on: a row per active launch plan that has one.
CREATE TABLE schedules (
  launch_plan_id INTEGER PRIMARY KEY REFERENCES launch_plans (id),
  fired_until INTEGER NOT NULL                 -- its ticks up to this moment are done with
);
-- What was active before schedules were acted on begins now, not with everything it ever missed.
INSERT INTO schedules
  SELECT id, CAST(strftime('%s', 'now') AS INTEGER) * 1000 FROM launch_plans
  WHERE state = 1 AND schedule_type <> 'NONE';
