create type addr as (street text, zip integer, country text);
create table t (id integer primary key, a addr);
