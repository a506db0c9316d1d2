/**
 * Who may do what below a store's prefix: roles, what each needs of which keys, and the policies of
 * S3 that allow exactly that. Knows the layout of the store and no client of it.
 */
@org.jspecify.annotations.NullMarked
package realign.access;
