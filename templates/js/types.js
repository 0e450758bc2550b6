// The shapes that the files share; report/columns.py writes them.

/**
 * What a person looks at a category with. Kept per category while others are open.
 * @typedef {object} View
 * @property {string} analysis
 * @property {string} embedding
 * @property {string} clustering
 * @property {number} x  dimension of the embedding on the horizontal axis
 * @property {number} y
 * @property {Selection} selection
 * @property {Camera} camera
 * @property {Filter} filter
 */

/**
 * The selected samples of a category; never changed in place.
 * @typedef {object} Selection
 * @property {Uint8Array} mask  1 for every selected position
 * @property {number} size
 */

/**
 * What the stage shows: `k` times enlarged, the place (u, v) of the unit square in its middle.
 * @typedef {{k: number, u: number, v: number}} Camera
 */

/**
 * @typedef {object} Filter
 * @property {ReadonlySet<number>} hidden  clusters that are not shown
 * @property {number | null} prediction  the only predicted class that is shown
 * @property {"all" | "right" | "wrong"} verdict
 */

/**
 * @typedef {object} Cluster
 * @property {number} label
 * @property {number} size
 * @property {number | null} share
 * @property {number | null} separability
 * @property {number | null} suspicion
 * @property {number} medoid
 * @property {Record<string, [string, number | null]>} purity
 * @property {Record<string, number | null>} [scores]
 * @property {number[]} [prototypes]
 * @property {number | null} [mean]
 */

/**
 * @typedef {object} Clustering
 * @property {string} name
 * @property {string} method
 * @property {string} embedding
 * @property {Record<string, string>} parameters
 * @property {ArrayLike<number>} labels
 * @property {Cluster[]} clusters
 * @property {Record<string, number | null>} scores
 */

/**
 * @typedef {object} Embedding
 * @property {string} name
 * @property {string[]} axes
 * @property {(dimension: number) => Float32Array} column
 * @property {(number | null)[] | null} eigenvalues
 * @property {number | null} gap
 */

/** @typedef {{count: number, positions: ArrayLike<number>}} Neighbours  nearest first, `count` for every sample */
/** @typedef {{name: string, notes: string[], embeddings: Embedding[], clusterings: Clustering[], neighbours: Neighbours | null}} Analysis */

/**
 * Sprite sheets of one kind of picture.
 * @typedef {object} Sheets
 * @property {number} width
 * @property {number} height
 * @property {number} columns
 * @property {number} rows
 * @property {number} gutter
 * @property {string[]} files
 * @property {ArrayLike<number> | null} scale  max|R| of every heatmap
 */

/**
 * One category, with all that is known of its samples, in columns.
 * @typedef {object} Chapter
 * @property {string} project
 * @property {string} key
 * @property {string} name
 * @property {number} size
 * @property {string} summary
 * @property {Record<string, number | null>} scores
 * @property {string[]} notes
 * @property {{analysis: string, clustering: string, embedding: string, suspect: number | null}} first
 * @property {string[]} ids
 * @property {ArrayLike<number>} rows
 * @property {string} digest
 * @property {ArrayLike<number>} label
 * @property {{starts: ArrayLike<number>, indices: ArrayLike<number>} | null} labels  of samples with none or several
 * @property {ArrayLike<number>} prediction
 * @property {ArrayLike<number>} score
 * @property {Record<string, string[]>} metadata
 * @property {Analysis[]} analyses
 * @property {Record<string, Sheets>} pictures
 */

/**
 * A category in the list.
 * @typedef {object} Entry
 * @property {string} key
 * @property {string} address
 * @property {string} name
 * @property {number} [index]
 * @property {number} size
 * @property {number | null} [wrong]
 * @property {number | null} strangeness
 * @property {string} [summary]
 * @property {number | null} suspect
 * @property {number | null} [suspects]
 * @property {string} thumbnail
 */

/** @typedef {{name: string, title: string, hint: string, values: (number | null)[]}} Ranking */
/** @typedef {{name: string, kind: "category" | "number" | "text", values?: string[], counts?: number[], low?: number, high?: number}} Column */

/**
 * A project: one data set explained in one way.
 * @typedef {object} Project
 * @property {string} key
 * @property {string} project
 * @property {string} title
 * @property {string[]} classes
 * @property {[string, string][]} facts
 * @property {number} samples
 * @property {Record<string, string>} counts
 * @property {Record<string, Record<string, string>>} provenance
 * @property {string[]} notes
 * @property {Column[]} columns
 * @property {Entry[]} categories
 * @property {Ranking[]} rankings
 */

/**
 * What holds for the whole site, and its first project.
 * @typedef {object} SiteFacts
 * @property {{noise: string, clusters: string[]}} palette
 * @property {string} colormap
 * @property {Record<string, string>} colormaps
 * @property {string | null} index
 * @property {Project[]} more
 */

/** @typedef {Project & SiteFacts} Manifest */

export {};
