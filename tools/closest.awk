# Reads one candidate a line; prints ", did you mean X?" for the one with the least edit distance to `word`, when it is at most
# half the word's length.
function least(a, b, c) { return a < b ? (a < c ? a : c) : (b < c ? b : c) }
function distance(a, b,    i, j, row, above, diagonal, m) {
  m = length(b)
  for (j = 0; j <= m; j++) row[j] = j
  for (i = 1; i <= length(a); i++) {
    diagonal = row[0]
    row[0] = i
    for (j = 1; j <= m; j++) {
      above = row[j]
      row[j] = least(above + 1, row[j - 1] + 1, diagonal + (substr(a, i, 1) != substr(b, j, 1)))
      diagonal = above
    }
  }
  return row[m]
}
{
  d = distance(word, $0)
  if (NR == 1 || d < best) { best = d; nearest = $0 }
}
END { if (NR > 0 && best <= length(word) / 2) printf ", did you mean %s?", nearest }
