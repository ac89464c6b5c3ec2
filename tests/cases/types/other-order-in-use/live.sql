create type pair as (a text, b text);
create domain known_pair as pair check ((value).a is not null);
create table t (id integer primary key, p pair, more pair[], k known_pair);
