"""The homogeneous equilibrium along λ_A in floats, with a proof in floats of the support that it has where.

Compiled by numba when first used; everything here is arrays in, arrays out.

On a face, the groups S that are served, the weights are ``c₀ + λc₁`` with ``Π_S M c₀ = 0, 1ᵀc₀ = 1`` and
``Π_S(a − M c₁) = 0, 1ᵀc₁ = 0``, Π_S the projection on the tangent space of the face. Whatever floats stand for c₀ and
c₁, their residuals bound the distance to the exact ones: ``α‖t‖² ≤ tᵀMt`` for the difference t, α ≤ the least
eigenvalue of M on T. What is left of each sign after that distance is decided (MODEL T4, T9, T15).
"""
