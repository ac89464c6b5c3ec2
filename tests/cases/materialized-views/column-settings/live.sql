create table t (a integer, b text);
create materialized view m as select a, b from t;
alter materialized view m alter column b set storage external;
