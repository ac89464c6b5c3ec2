create schema old;
create schema kept;
create table kept.t (a integer);
