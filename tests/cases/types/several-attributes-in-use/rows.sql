insert into t values (1, ('Main', '12345', 'Berne')), (2, null);
