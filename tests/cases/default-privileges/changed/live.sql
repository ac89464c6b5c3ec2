create schema s;
alter default privileges for role anna in schema s grant select on tables to anna;
alter default privileges for role anna revoke execute on functions from public;
