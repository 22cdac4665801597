search-title = Search
search-hint = Number of a document, name of a unit or a person, with or without accents
search-kinds = Filter by kind
search-all-kinds = All
search-kind-document = Documents
search-kind-unit = Units
search-kind-person = People
search-kind-rollout = Rollouts
search-kind-conference = Conferences
search-kind-report = Reports
search-filter-type = Type of document
search-filter-issuer = Issuer
search-filter-year = Year
search-filter-validity = Validity
search-validity-in_force = In force
search-validity-amended = Amended
search-validity-replaced = Replaced
search-validity-repealed = Repealed
search-validity-unchecked = Waits for its check
search-order-newest = Newest first
search-order-best = Best first
search-more = { $count ->
    [one] Show the { $count } result
   *[other] Show all { $count } results
}
search-loose = Nothing holds every word you typed; these come nearest.
search-building = The search index is being built: not everything is found yet. Search again in a few minutes.
search-rebuilding = The search index is being built anew: the latest changes may not be found yet.
search-empty = Type what you look for
search-empty-help = Such as “nghi quyet 15”, “05-CT/TU”, “chi bo tram y te”, “nguyen van an”. The key / leads to the search box.
search-none = Nothing found for “{ $words }”
search-none-help = Type fewer words, or the number of the document alone. Only your units are searched.
search-unfiltered = Without the filters
search-column-kind = Kind
search-column-name = Name
search-column-note = About it
search-column-piece = Where the words stand
search-column-link = Link
