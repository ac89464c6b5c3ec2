create type pair as (b text, a text);
create table t (id integer primary key, p pair);
