create domain d as integer not null check (value > 0);
create table t (id integer primary key, a d[]);
