create schema s;
alter default privileges for role anna in schema s grant select, insert on tables to bob;
alter default privileges for role anna in schema s grant usage on sequences to bob;
