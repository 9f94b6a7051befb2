-- What others may know of people without asking: a name for an id. Everything else about an account is read by the code that owns it.
create schema people;

create view people.name with (security_invoker = true) as
select tenant, id, display_name from identity.person;
