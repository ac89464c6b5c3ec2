create schema kept;
create table kept.t (a integer);
create schema "New One";
create table "New One".t (a integer);
grant usage on schema "New One" to anna;
comment on schema kept is 'kept';
