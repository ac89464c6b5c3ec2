create table parent (id integer, n text);
create table child (z integer) inherits (parent);
alter table child alter column n set not null;
create table other () inherits (parent);
alter table other alter column n set not null;
