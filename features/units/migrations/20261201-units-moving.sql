-- While a change is carried out its moving units stand in a table of the connection from now on, which needs no keeping.
DROP TABLE unit_moving;
