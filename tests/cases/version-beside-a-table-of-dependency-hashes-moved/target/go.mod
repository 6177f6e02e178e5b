module lumis
