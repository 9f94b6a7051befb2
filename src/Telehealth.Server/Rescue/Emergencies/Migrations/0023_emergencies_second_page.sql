-- When a crew that has not answered is paged again: decided with the offer, and not anew by each look at it. Offers of the version before
-- have the moment that its rule gave.
alter table emergencies.assignment add column second_page_at timestamptz;

update emergencies.assignment set second_page_at = offered_at + (deadline - offered_at) / 2;
