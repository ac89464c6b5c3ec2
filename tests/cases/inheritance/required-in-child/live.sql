create table parent (id integer, n text);
create table child (z integer) inherits (parent);
alter table child alter column id set not null;
