insert into child values (1, 'a', 2);
