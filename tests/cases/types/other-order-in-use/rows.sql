insert into t values (1, ('a', 'b'), array[('c', 'd')::pair, null, (null, null)::pair], ('e', 'f'));
insert into t (id, k) values (2, ('g', null));
