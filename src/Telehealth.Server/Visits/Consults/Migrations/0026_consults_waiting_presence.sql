-- Whether those who wait are there, their grains know (People).
drop table consults.waiting_presence;
