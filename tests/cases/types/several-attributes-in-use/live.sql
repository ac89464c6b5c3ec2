create type addr as (street text, zip text, city text);
create table t (id integer primary key, a addr);
