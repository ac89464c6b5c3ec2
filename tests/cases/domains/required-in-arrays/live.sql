create domain d as integer;
create table t (id integer primary key, a d[]);
