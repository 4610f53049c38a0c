package federation

// OriginOf is for tests.
var OriginOf = originOf
