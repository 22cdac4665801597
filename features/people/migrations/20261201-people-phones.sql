-- Records that may be one person are looked for by telephone too.
CREATE INDEX person_by_phone ON person (phone) WHERE phone <> '';
