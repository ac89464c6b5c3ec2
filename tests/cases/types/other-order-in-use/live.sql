create type pair as (a text, b text);
create table t (id integer primary key, p pair);
