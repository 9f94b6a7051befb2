-- Names as they are sorted and searched. The server folds them: what a database makes of upper case and accents depends on its locale.
-- folded_by is the version of the rules that folded them; 0 stands for a row that the server has yet to fold at its next start.
alter table identity.person
    add column folded_name text not null default '',
    add column search_words text[] not null default '{}',
    add column folded_by smallint not null default 0;

drop index identity.person_by_name;
create index person_by_folded_name on identity.person (tenant, folded_name collate "C", id);
create index person_by_search_words on identity.person using gin (array_to_tsvector(search_words));
create index person_by_folding on identity.person (folded_by);
